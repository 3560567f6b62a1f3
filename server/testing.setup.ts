import { openTestCluster } from './testing.ts';

/** After the last test of a run: whoever is the last user of the shared cluster stops it. */
export default () => async (): Promise<void> => {
  if (process.env['DATABASE_URL']) return;
  await (await openTestCluster())[Symbol.asyncDispose]();
};
