import { describe, expect, it } from 'vitest';
import type { FactColumn } from '@mingjian/domain/model/facts.ts';
import { openDuck } from '../../duckdb.ts';
import { cleanEach } from './cleaned.ts';
import { buildDictionary, type Entry } from './dictionary.ts';

const notANumber = { code: 'number.unreadable', words: { zh: '不是数', en: 'not a number' }, remedy: { zh: '改', en: 'mend it' } };
const columns: FactColumn[] = [{ name: 'n', type: 'INTEGER', of: 'n' } as FactColumn];

/** The entry of a column of numbers that writes down which values it was asked to clean. */
function entry(asked: string[][]): Entry {
  const clean = cleanEach<number>(1, (raw) => (/^\d+$/.test(raw) ? { ok: true, value: Number(raw) } : { ok: false, complaint: notANumber }), (n) => [String(n)]);
  return { name: 'n', raw: 's.c0', columns, cleaner: (values) => (asked.push(values.toSorted()), clean(values)) };
}

describe('a dictionary that goes on from the slice before', () => {
  it('cleans what is new, keeps what is known, and counts no fault twice', async () => {
    await using duck = await openDuck({ memoryMb: 256, threads: 1, spill: null });
    const asked: string[][] = [];
    await duck.run(`create table slice as select unnest(['1', '2', 'x', '2', '']) as c0`);
    const first = await buildDictionary(duck, entry(asked));
    await duck.run(`create or replace table slice as select unnest(['2', '3', 'x', 'y']) as c0`);
    const second = await buildDictionary(duck, entry(asked), first, true);
    expect(asked).toEqual([['1', '2', 'x'], ['3', 'y']]);
    expect([...second.complaints.keys()].sort()).toEqual(['x', 'y']);
    expect([first.refused.length, second.refused.length, second.size]).toEqual([1, 1, 5]);
    expect(await duck.rows(`select s.c0, d.n, d.bad from slice s left join ${second.table} d on d.raw = s.c0 order by 1`)).toEqual([
      { c0: '2', n: 2, bad: false }, { c0: '3', n: 3, bad: false }, { c0: 'x', n: null, bad: true }, { c0: 'y', n: null, bad: true },
    ]);
  });
});
