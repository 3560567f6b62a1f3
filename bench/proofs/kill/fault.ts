import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

type Patch = { file: string; from: string; to: string };

/** Defects that the proof must find, put into the program as it is loaded: `npm run proof:kill -- --seed-fault NAME`. */
const FAULTS: Record<string, Patch[]> = {
  'no-sweep': [{ file: 'server/imports/sweep.ts', from: 'if (await isAlive(house, command)) continue;', to: 'if (command) continue;' }],
  // a delivery is made to stand statement by statement, and takes its time over it
  'no-transaction': [
    {
      file: 'server/imports/intake/import-file.ts',
      from: 'return shop.house.db.transaction().execute(async (tx: Database) => {',
      to: 'return (async (work: (tx: Database) => Promise<bigint[]>) => work(shop.house.db))(async (tx: Database) => {',
    },
    {
      file: 'server/imports/store.ts',
      from: "  await sql`update delivery set state = 'active'",
      to: "  await new Promise((resolve) => setTimeout(resolve, 1000));\n  await sql`update delivery set state = 'active'",
    },
  ],
};

const patches = FAULTS[process.env['SEEDED_FAULT'] ?? ''];
if (!patches) throw new Error(`seeded faults: ${Object.keys(FAULTS).join(', ')}`);

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const patch = url.startsWith('file:') ? patches.find(({ file }) => fileURLToPath(url).replaceAll('\\', '/').endsWith(file)) : undefined;
    if (!patch) return loaded;
    const source = String(loaded.source);
    if (!source.includes(patch.from)) throw new Error(`the text that the fault changes is not in ${patch.file}`);
    return { ...loaded, source: source.replace(patch.from, patch.to) };
  },
});
