import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApi } from '@mingjian/server/api/api.ts';

/** Writes the contract of the API for review and for third parties; a test says when it is out of date. */
const api = await buildApi(() => {
  throw new Error('describing the API opens no house');
});
await writeFile(join(import.meta.dirname, '../docs/openapi.json'), JSON.stringify(api.swagger(), null, 2) + '\n');
await api.close();
