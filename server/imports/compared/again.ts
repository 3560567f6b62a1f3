import type { Complaint } from '@mingjian/domain/complaint.ts';
import { factColumnsOf, rowAddress } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import { type Duck, literal, quoted } from '../../duckdb.ts';
import type { Home } from '../../home.ts';
import { partsOf, selectParts } from '../../lake/parts.ts';

/** A standing batch of the same events of which many stand in this one again: a corrected delivery, most likely, beside which the first still counts.
 *  `same`: rows that are equal in every column, and count once. `other`: rows that are the same event by all that says which one it is, and differ in
 *  something else: those count twice. `shared`: rows that speak of the days of which this batch speaks. All are counted in `of`, and are about right where
 *  a batch is very large. */
export type Again = { of: string; file: string; rows: number; shared: number; same: number; other: number };

type Earlier = { id: bigint; file: string; rows: bigint; asAt: string };

/** From this share on of the smaller of the two, what counts twice is told. A few are a payment that was truly made twice, which is for the models to find. */
const MUCH = 0.5;
/** From this share on of the earlier one, the later may take its place: it says nearly all of it again, and what it does not was changed or taken back. */
const MOST = 0.8;
/** Below this many rows a share says nothing. */
const FEWEST = 3;
const MOST_EARLIER = 24;
/** More rows than this are compared by a part of them, the same part of both: the advice must not cost the memory that the import needs. */
const COMPARED = 1_000_000;

/** Which standing batches this one repeats in good part. One question to the database, and none to the engine where no other batch speaks of the same
 *  towns and time; else one statement over few columns, and table `held` of the contents. Lists supersede each other by their day: asked of events only. */
export async function findAgain(db: Database, duck: Duck, home: Home, register: Register, batch: { id: bigint; rows: number; asAt: string }): Promise<Again[]> {
  if (register.kind !== 'event' || batch.rows < FEWEST) return [];
  const earlier = await earlierBatches(db, batch.id);
  if (earlier.length === 0) return [];
  const part = Math.ceil(Math.max(batch.rows, ...earlier.map(({ rows }) => Number(rows))) / COMPARED);
  const met = await compare(duck, home, register, batch, earlier, part);
  return earlier.flatMap(({ id, file, rows }) => {
    const before = Number(rows);
    const { shared, same, other } = met.get(id) ?? NONE;
    const again = { of: String(id), file, rows: before, shared, same, other };
    const isTwice = other >= Math.max(FEWEST, MUCH * Math.min(batch.rows, shared));
    return isTwice || (isWhole(again) && same < before) ? [again] : []; // a list that only grew, or whose months overlap, counts once
  });
}

/** Those that speak of a town and a time of which this one speaks; what names no place or time may speak of any. */
async function earlierBatches(db: Database, batch: bigint): Promise<Earlier[]> {
  const { rows } = await sql<Earlier>`
    select o.id, e.file, o.accepted as rows, o.as_at::text as "asAt" from batch b
    join batch o on o.register = b.register and o.id <> b.id and o.state = 'active' and o.supplements is null and o.accepted >= ${FEWEST}
    join delivery e on e.id = o.delivery
    where b.id = ${batch} and b.supplements is null and exists (
      select from batch_town t join batch_town u on u.town = t.town
      where t.batch = b.id and u.batch = o.id and coalesce(t.period_from <= u.period_to, true) and coalesce(u.period_from <= t.period_to, true))
    order by o.id desc limit ${MOST_EARLIER}`.execute(db);
  return rows;
}

/** Those of them that still stand: a batch that was replaced or retired repeats nothing any more. */
export async function stillStanding(db: Database, again: readonly Again[]): Promise<Again[]> {
  if (again.length === 0) return [];
  const { rows } = await sql<{ id: bigint }>`select id from batch where state = 'active' and id = any(${again.map(({ of }) => BigInt(of))}::bigint[])`.execute(db);
  return again.filter(({ of }) => rows.some(({ id }) => String(id) === of));
}

type Met = { shared: number; same: number; other: number };
const NONE: Met = { shared: 0, same: 0, other: 0 };

async function compare(duck: Duck, home: Home, register: Register, batch: Pick<Earlier, 'id' | 'asAt'>, earlier: readonly Earlier[], part: number): Promise<Map<bigint, Met>> {
  const rows = await duck.rows<{ batch: bigint; shared: bigint; same: bigint; other: bigint }>(`
    with these as materialized (select distinct event, number, day from (${await eventsOf(duck, home, register, [batch], part)})),
    those as (${await eventsOf(duck, home, register, earlier, part)}),
    met as (
      select o.batch, o._hash in (select _hash from held) as same,
        exists (select 1 from these t where t.event = o.event and coalesce(t.number = o.number, true)) as again
      from those o where o.day between (select min(day) from these) and (select max(day) from these))
    select batch, count(*) as shared, count(*) filter (same) as same, count(*) filter (again and not same) as other from met group by batch`);
  return new Map(rows.map(({ batch: id, shared, same, other }) => [id, { shared: Number(shared) * part, same: Number(same) * part, other: Number(other) * part }]));
}

/** Of each row what says which event it is: all that the register requires and the time it speaks of (the day it took place, or that of its batch,
 *  where it names none); and its own number, as far as the register has one and the sender gave it: two numbers are two events. */
async function eventsOf(duck: Duck, home: Home, register: Register, batches: readonly Pick<Earlier, 'id' | 'asAt'>[], part: number): Promise<string> {
  const { from, to } = register.period ?? {};
  const required = Object.keys(register.columns).filter((name) => register.columns[name]!.required);
  const numbers = register.key.filter((name) => !required.includes(name) && name !== from && name !== to).flatMap((name) => valuesOf(register, name));
  const asAt = `case _ref // ${ROWS_OF_BATCH} ${batches.map(({ id, asAt }) => `when ${id} then date ${literal(asAt)}`).join(' ')} end`;
  const when = [[from], [to, from]].map((first) => `coalesce(${[...[...first, ...(register.happened ?? [])].flatMap((name) => (name ? valuesOf(register, name) : [])), asAt].join(', ')})`);
  const event = `hash(${[...required.flatMap((name) => valuesOf(register, name)), ...when].join(', ')})`;
  const number = numbers.length === 0 ? 'null' : `case when ${numbers.map((one) => `${one} is not null`).join(' and ')} then hash(${numbers.join(', ')}) end`;
  const rows = await selectParts(duck, partsOf(home, register.id, batches), register);
  const some = part > 1 ? ` where event % ${part} = 0` : '';
  return `select * from (select _ref // ${ROWS_OF_BATCH} as batch, _hash, ${event} as event, ${number} as number, ${when[0]} as day from (${rows}))${some}`;
}

const ROWS_OF_BATCH = rowAddress.of(1n, 0, 0);

/** What of a column's facts is its value: not how sure it is, nor how it was written. */
function valuesOf(register: Register, name: string): string[] {
  const column = register.columns[name];
  if (!column) return [];
  const names = factColumnsOf(name, column).map((one) => quoted(one.name));
  if (column.type === 'programme') return [`coalesce(${names.join(', ')})`];
  return column.type === 'party' ? names.filter((one) => !one.endsWith('_tier"')) : names.slice(0, 1);
}

const isWhole = ({ rows, shared, same, other }: Again): boolean => shared >= rows && same + other >= MOST * rows;

/** That it is one, what that does to what is counted, and how the later takes the place of the earlier. */
export function againWords(batch: bigint, again: Again): Complaint {
  const { of, file, rows, shared, same, other } = again;
  const rest = shared - same - other;
  const zh = [...(same > 0 ? [`${same} 行逐栏相同，只算一次`] : []), ...(other > 0 ? [`${other} 行对象、所属期、金额等相同而别的栏不同，两份都算，会被当成发了两次`] : []), ...(rest > 0 ? [`其余 ${rest} 行本次没有或已改动，原来的仍然算数`] : [])];
  const en = [...(same > 0 ? [`${same} are equal in every column and count once`] : []), ...(other > 0 ? [`${other} have the same subject, time and amount and differ elsewhere: both count, as if it had happened twice`] : []), ...(rest > 0 ? [`${rest} are changed or missing here, and still count as they were`] : [])];
  const whole = shared >= rows;
  return {
    code: 'file.again',
    words: {
      zh: `批次 ${of}（“${file}”）的 ${rows} 行中${whole ? '' : `有 ${shared} 行与本次时间重叠，其中`}有 ${same + other} 行又在本次出现：${zh.join('；')}。多半是那份的更正或重送`,
      en: `${same + other} of the ${whole ? rows : `${shared} rows (of ${rows})`} ${whole ? 'rows ' : 'with days in common '}of batch ${of} ("${file}") stand here again: ${en.join('; ')}. Most likely this is a correction of that one`,
    },
    remedy: isWhole(again) ? replaceIt(of, batch) : askWhich(batch),
  };
}

const replaceIt = (of: string, batch: bigint): Complaint['remedy'] => ({
  zh: `是则以本次替换它：mingjian imports replace ${of} --by ${batch} --because 更正；不是，确为另外发生的，不用处理`,
  en: `if so, let this one take its place: mingjian imports replace ${of} --by ${batch} --because correction; if these are other events, nothing needs to be done`,
});

/** The one cannot take the place of the other: what only the first speaks of would be lost. Where the later is a mere part of it, the later goes. */
const askWhich = (batch: bigint): Complaint['remedy'] => ({
  zh: `那份还有本次没有的行（别的月份或乡镇），不能整份替换。本次只是那份的一部分、没有更正什么的，停用本次：mingjian imports retire ${batch} --because 重复报送；否则请向报送单位问明哪份为准，请它重送一份全的，再替换那两份；确为另外发生的，不用处理`,
  en: `that one has rows of other months or towns too and cannot be replaced whole. Where this one is only a part of it and corrects nothing, retire this one: mingjian imports retire ${batch} --because duplicate; else ask the sender which of the two is right and for one file of all, to replace both; if these are other events, nothing needs to be done`,
});
