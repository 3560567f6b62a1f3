import { findCitizenNumbers } from '@mingjian/domain/identifier/citizen.ts';
import { type Duck, quoted } from '../../../duckdb.ts';
import { severalNames } from '../../cleaning/personal.ts';
import { nameBeside, type Plan, type PlannedColumn } from '../plan.ts';

/** Two numbers need at least this many characters; most cells are shorter, so most rows are never looked at. */
const TWO_NUMBERS = 30;

/** Where one cell names several persons and the row carries no money, each gets a row (`part` 0, 1, …). With money the row
 *  stays as it is and fails on its number: split, its amount would count twice.
 *  Table `whole` keeps the split rows as delivered. Answers how many there were. */
export async function splitPersons(duck: Duck, plan: Plan): Promise<number> {
  const numbers = plan.mapped.filter(({ column, indexes }) => column.type === 'citizen_number' && indexes.length === 1);
  await duck.run('create or replace table whole as select * from slice where false');
  if (numbers.length === 0) return 0;
  const amounts = plan.mapped.filter(({ column }) => column.type === 'money');
  const unpaid = amounts.map(({ raw }) => `regexp_replace(coalesce(${raw}, ''), '[0.,\\s]', '', 'g') = ''`);
  return splitWhere(duck, plan, numbers, ['true', ...unpaid].join(' and '));
}

/** A row of several persons is accepted or refused whole: one that was half taken in would come back from quarantine and count twice. */
export const keepWhole = (duck: Duck): Promise<number> => duck.run('update done_cleaned set _bad = true where not _bad and row in (select row from done_cleaned where _bad)');

async function splitWhere(duck: Duck, plan: Plan, numbers: PlannedColumn[], unpaid: string): Promise<number> {
  const long = numbers.map(({ raw }) => `length(${raw}) >= ${TWO_NUMBERS}`).join(' or ');
  const names = ['row', ...Array.from({ length: plan.width }, (_, i) => `c${i}`)];
  const rows = await duck.rows(`select ${names.map((name) => `s.${quoted(name)}`).join(', ')} from slice s where (${long}) and ${unpaid}`);
  let split = 0;
  for (const row of rows) {
    const cells = names.slice(1).map((name) => (row[name] ?? '') as string);
    const parts = partsOf(plan, numbers, cells);
    if (parts.length < 2) continue;
    split++;
    await duck.run('insert into whole select * from slice where row = $1', [row['row'] as bigint]);
    await duck.run('delete from slice where row = $1', [row['row'] as bigint]);
    for (const [part, values] of parts.entries()) {
      await duck.run(`insert into slice values (${names.map((_, i) => `$${i + 1}`).join(', ')}, ${part})`, [row['row'] as bigint, ...values]);
    }
  }
  return split;
}

/** The row once per person: each with its own number and, where as many names stand beside them, its own name. A row that names
 *  two people in one column and other people in the next cannot be told apart and stays whole. */
function partsOf(plan: Plan, numbers: PlannedColumn[], cells: string[]): string[][] {
  const several = numbers.filter(({ read }) => findCitizenNumbers(read(cells)).length > 1);
  if (several.length !== 1) return [];
  const at = several[0]!.indexes[0]!;
  const found = findCitizenNumbers(cells[at]!);
  const beside = plan.mapped.find(({ name }) => name === nameBeside(plan.register, several[0]!.name));
  const nameAt = beside?.indexes.length === 1 ? beside.indexes[0]! : null;
  const names = nameAt === null ? [] : severalNames(cells[nameAt]!);
  if (nameAt !== null && names.length !== found.length) return [];
  return found.map((number, i) => cells.map((cell, column) => (column === at ? number : column === nameAt ? names[i]! : cell)));
}
