import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Defects that the proof must find, put into the program as it is loaded: `npm run proof:kill -- --seed-fault NAME`. */
const FAULTS: Record<string, { file: string; from: string; to: string }> = {
  'no-transaction': {
    file: 'server/imports/intake/import-file.ts',
    from: 'return shop.house.db.transaction().execute(async (tx: Database) => {\n    const replaced = await activateDelivery(tx, delivery, shop.house.clock());',
    to: 'return (async (work: (tx: Database) => Promise<bigint[]>) => work(shop.house.db))(async (tx: Database) => {\n    const replaced = await activateDelivery(tx, delivery, shop.house.clock());\n    await new Promise((resolve) => setTimeout(resolve, 200));',
  },
  'no-sweep': { file: 'server/imports/sweep.ts', from: 'if (await isAlive(house, command)) continue;', to: 'if (command) continue;' },
};

const fault = FAULTS[process.env['SEEDED_FAULT'] ?? ''];
if (!fault) throw new Error(`seeded faults: ${Object.keys(FAULTS).join(', ')}`);

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.startsWith('file:') || !fileURLToPath(url).endsWith(fault.file)) return loaded;
    const source = String(loaded.source);
    if (!source.includes(fault.from)) throw new Error(`the text that the fault changes is not in ${fault.file}`);
    return { ...loaded, source: source.replace(fault.from, fault.to) };
  },
});
