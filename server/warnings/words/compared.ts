import { quantity } from '@mingjian/domain/model/reading.ts';
import { units } from '@mingjian/domain/model/units.ts';
import type { Language } from '@mingjian/domain/words.ts';
import { table } from '../../table.ts';
import type { Compared } from '../find-warnings.ts';

/** What the subject was compared with: the median, how many there are, and which rows they are. `where` says where a row was delivered;
 *  rows of the subject itself, which counts among its like, are marked. Nobody is named. */
export function comparedLines({ unit, n, median, rows }: Compared, own: ReadonlySet<bigint>, where: (ref: bigint) => string, language: Language): string[] {
  const value = (of: number) => {
    const plain = String(Number((of / (unit ? units[unit]!.factor : 1)).toFixed(2)));
    return unit ? quantity(plain, unit, language) : plain;
  };
  const itself = { zh: '← 本条', en: '<- this one' }[language];
  const listed = rows.map(([ref, of]) => [value(of), own.has(BigInt(ref)) ? itself : '', where(BigInt(ref))]);
  const heading = {
    zh: `  同类共 ${n} 条，中位数 ${value(median)}${rows.length < n ? `；以下是最接近中位数的 ${rows.length} 条` : ''}`,
    en: `  ${n} of its like, median ${value(median)}${rows.length < n ? `; the ${rows.length} nearest to it:` : ''}`,
  }[language];
  return [heading, ...table(['', '', ''], listed).split('\n').slice(1).map((line) => `    ${line}`)];
}
