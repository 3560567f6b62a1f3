import { importFile } from '@mingjian/server/imports/intake/import-file.ts';
import { openWorkshop } from '@mingjian/server/imports/intake/workshop.ts';
import { propose } from '@mingjian/server/imports/proposing/propose.ts';
import { testHouse } from '@mingjian/server/testing.ts';

/** One file through the ordinary import, into a new home, mapped by its own proposal: seconds from opening the workshop to the batch that stands. */
export async function timedImport(file: string, sender: string, fileName: string): Promise<{ seconds: number; accepted: number; quarantined: number }> {
  await using house = await testHouse();
  const began = performance.now();
  await using shop = await openWorkshop(house);
  const sniff = await shop.reader.sniff(file, {});
  const [table] = sniff.tables;
  const { settled, waits } = propose(table!, shop.catalogue, { sender, fileName, remembered: [] });
  if (!settled) throw new Error(`not settled: ${waits.map(({ en }) => en).join('; ')}`);
  const { batches } = await importFile(shop, { path: file, name: fileName, sender }, sniff, [{ table: table!, mapping: settled.mapping }], {}, () => {});
  const { accepted, quarantined } = batches[0]!.quality;
  return { seconds: (performance.now() - began) / 1000, accepted, quarantined };
}
