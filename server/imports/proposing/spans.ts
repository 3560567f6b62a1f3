import { parseDate, parseMonth } from '@mingjian/domain/clean/date.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import type { SniffedTable } from '../reading/types.ts';
import type { FromCells, Mapping } from './mapping.ts';

/** Why a table waits whose title states a year where its rows happened month by month: each row would count for every month of it, a pension of June
 *  as one of January to December, and people would be accused of what they received before they died, were hired or went to prison. Payments of a quarter
 *  made within one month, or after it, keep the quarter. `mapping` is the one to start from: each row is for the month of its day. Null where nothing is wrong. */
export function spanWaits(table: SniffedTable, mapping: Mapping, catalogue: Catalogue): { words: Words; mapping: Mapping } | null {
  const { period, happened, columns } = catalogue.get(mapping.register);
  const to = period?.to;
  const [from, until] = [monthSaid(mapping, period?.from), monthSaid(mapping, to)];
  if (!period || !to || from === null || until === null || from === until) return null;
  const days = (happened ?? []).flatMap((name) => fromCells(mapping, name)).map((source) => ({ source, months: monthsWithin(table, source, from, until) }));
  const spread = days.find(({ months }) => months.size > 1);
  if (!spread) return null;
  const { source: { header, indexes }, months } = spread;
  const own = { header, indexes };
  const [first, last] = [columns[period.from]!.title, columns[to]!.title].map((title) => title ?? { zh: '', en: '' });
  return {
    mapping: { ...mapping, columns: { ...mapping.columns, [period.from]: own, [to]: own } },
    words: {
      zh: `没有所属期一列，标题或文件名写的是 ${from} 至 ${until}，而各行的“${header}”分在其中 ${months.size} 个月：整段不是每一行的所属期，当作所属期，每一笔都会算成整段里月月都有。请报送单位补上所属期一列再送；就以“${header}”当月为所属期的，映射文件写 ${period.from}（${first!.zh}）: ${header}、${to}（${last!.zh}）: ${header}，用 --mapping 导入；每一笔确是管整段的，写 {constant: ${from}} 和 {constant: ${until}}`,
      en: `no column says what each row is for, the title or the name says ${from} to ${until}, and the rows' "${header}" lies in ${months.size} months of it: the whole is not what each row is for, every row would count in every month. Ask the sender for a column with the period; where each row is for the month of its "${header}", a mapping file says ${period.from} (${first!.en}): ${header} and ${to} (${last!.en}): ${header}, imported with --mapping; where each is for the whole, {constant: ${from}} and {constant: ${until}}`,
    },
  };
}

function monthSaid({ columns }: Mapping, name: string | undefined): string | null {
  const source = name === undefined ? undefined : columns[name];
  const month = source && 'constant' in source ? parseMonth(source.constant) : null;
  return month?.ok ? (month.value?.slice(0, 7) ?? null) : null;
}

const fromCells = ({ columns }: Mapping, name: string): FromCells[] => {
  const source = columns[name];
  return source && 'indexes' in source ? [source] : [];
};

/** The months of the span in which the rows' days lie. */
function monthsWithin({ sample }: SniffedTable, { indexes: [index] }: FromCells, from: string, until: string): Set<string> {
  const read = sample.map((row) => parseDate(row[index!] ?? ''));
  const months = read.flatMap((day) => (day.ok && day.value !== null && day.value.precision !== 'year' ? [day.value.date.slice(0, 7)] : []));
  return new Set(months.filter((month) => month >= from && month <= until));
}
