import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { factColumns, rowAddress } from '@mingjian/domain/model/facts.ts';
import { type Duck, literal, openDuck, quoted } from '../duckdb.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { type ActiveBatch, prepareInputs } from './inputs.ts';
import { factsFolder } from './parts.ts';

const catalogue = loadCatalogue();
const TOWN = 439921101000n, OTHER = 439921102000n;
type Content = { hash: number; values?: Record<string, string>; n?: number };

/** A county's lake in a temporary folder, and batches put into it by hand. */
async function lake(duck: Duck) {
  const home = { facts: mkdtempSync(join(tmpdir(), 'mingjian-lake-')) };
  const batches: ActiveBatch[] = [];
  const put = async (register: string, asAt: string, rows: Content[], more: Partial<ActiveBatch> = {}) => {
    const id = BigInt(batches.length + 1);
    const folder = factsFolder(home, register, id);
    mkdirSync(folder, { recursive: true });
    const selects = rows.map(({ hash, values = {}, n = 1 }, row) => {
      const given: Record<string, string> = { _ref: String(rowAddress.of(id, 0, row + 2)), _hash: String(hash), _n: String(n), ...values };
      return `select ${factColumns(catalogue.get(register)).map(({ name, type }) => `cast(${given[name] ?? 'null'} as ${type}) as ${quoted(name)}`).join(', ')}`;
    });
    await duck.run(`copy (${selects.join(' union all ')}) to ${literal(join(folder, 'part-0-0.parquet'))} (format parquet)`);
    batches.push({ id, register, sender: '民政局', asAt, asAtFrom: 'report', command: asAt, supplements: null, rows: BigInt(rows.length), towns: [{ town: TOWN, from: '2024-01-01', to: null }], ...more });
  };
  const prepare = (registers: string[], asOf: string) => prepareInputs(duck, { home, catalogue, batches, registers, asOf });
  return { put, prepare, batches };
}

const dibao = (hash: number, town = TOWN): Content => ({ hash, values: { village: String(town + 201n), class: "'A'" } });
const seen = (duck: Duck) => duck.rows('select _hash as h, seen_from, seen_to from dibao order by _hash, seen_from');

test('a row of a roster is valid from the first listing to the last, and open while the newest has it', async () => {
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  const { put, prepare } = await lake(duck);
  await put('dibao', '2024-01-31', [dibao(1), dibao(2), dibao(3)]);
  await put('dibao', '2024-02-29', [dibao(1), dibao(3)]);
  await put('dibao', '2024-03-31', [dibao(1), dibao(2)]);
  await prepare(['dibao'], '2024-12-31');
  expect(await seen(duck)).toEqual([
    { h: 1n, seen_from: '2024-01-31', seen_to: null },
    { h: 2n, seen_from: '2024-01-31', seen_to: '2024-01-31' },
    { h: 2n, seen_from: '2024-03-31', seen_to: null },
    { h: 3n, seen_from: '2024-01-31', seen_to: '2024-02-29' },
  ]);
});

test('a town that a delivery leaves out ends nothing; a roster of a later day is not known yet', async () => {
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  const { put, prepare } = await lake(duck);
  await put('dibao', '2024-01-31', [dibao(1), dibao(2, OTHER)], { towns: [{ town: TOWN, from: null, to: null }, { town: OTHER, from: null, to: null }] });
  await put('dibao', '2024-02-29', [dibao(1)]);
  await put('dibao', '2024-06-30', [dibao(4)]);
  await prepare(['dibao'], '2024-03-31');
  expect(await seen(duck)).toEqual([{ h: 1n, seen_from: '2024-01-31', seen_to: null }, { h: 2n, seen_from: '2024-01-31', seen_to: null }]);
});

test('files of one sending are one roster, and corrected rows belong to the roster they correct', async () => {
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  const { put, prepare } = await lake(duck);
  await put('dibao', '2024-01-30', [dibao(1)], { command: 'x' });
  await put('dibao', '2024-01-31', [dibao(2)], { command: 'x' });
  await put('dibao', '2024-01-30', [dibao(3)], { command: 'later', supplements: 1n, asAtFrom: 'delivered' });
  await prepare(['dibao'], '2024-12-31');
  expect((await seen(duck)).map(({ h, seen_to }) => [h, seen_to])).toEqual([[1n, null], [2n, null], [3n, null]]);
});

test('an event delivered again adds nothing; two equal ones in one file stay two', async () => {
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  const { put, prepare } = await lake(duck);
  const pay = (hash: number, n = 1): Content => ({ hash, n, values: { amount: '100' } });
  await put('subsidy_pay', '2024-01-31', [pay(1), pay(2), pay(2, 2)]);
  await put('subsidy_pay', '2024-02-29', [pay(2), pay(3)]);
  await prepare(['subsidy_pay'], '2024-12-31');
  expect(await duck.rows('select _hash as h, _n as n, _ref // 100000000000 as batch from subsidy_pay order by 1, 2')).toEqual([
    { h: 1n, n: 1, batch: 1n }, { h: 2n, n: 1, batch: 1n }, { h: 2n, n: 2, batch: 1n }, { h: 3n, n: 1, batch: 2n },
  ]);
});

test('what nobody delivered is there and empty, and the vocabulary speaks where the county is silent', async () => {
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  const { put, prepare } = await lake(duck);
  await put('subsidy_policy', '2024-01-31', [{ hash: 1, values: { policy: "'dibao'", name: "'低保'", means_tested: 'false' } }], { towns: [] });
  await prepare(['subsidy_policy', 'policy_exclusion', 'custody', 'person'], '2024-12-31');
  expect(await duck.row('select (select count(*) from custody) as custody, (select count(*) from person where seen_to is null) as person')).toEqual({ custody: 0n, person: 0n });
  expect(await duck.rows(`select policy, means_tested, _ref is null as ours from subsidy_policy where policy in ('dibao', 'tekun') order by 1`)).toEqual([
    { policy: 'dibao', means_tested: false, ours: false }, { policy: 'tekun', means_tested: true, ours: true },
  ]);
  expect(await duck.rows(`select register, region_from, region_to, as_at from coverage`)).toEqual([{ register: 'subsidy_policy', region_from: 0n, region_to: 999999999999n, as_at: '2024-01-31' }]);
});
