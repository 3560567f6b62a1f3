import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { House } from '../house.ts';
import { deliver } from '../imports/deliver.ts';
import { findFiles } from '../imports/intake/walk.ts';
import { openWorkshop } from '../imports/intake/workshop.ts';

/** For tests: delivers small text files, named by sender and file, as `mingjian import FOLDER --yes` would. Every one must be taken, or stand already. */
export async function take(house: House, files: Record<string, string[]>, outcome: 'imported' | 'already' = 'imported'): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-delivery-'));
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), lines.join('\n') + '\n');
  }
  await using shop = await openWorkshop(house);
  const reports = await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
  rmSync(folder, { recursive: true });
  expect(reports.map((report) => report.outcome)).toEqual(reports.map(() => outcome));
}
