import { areaUnit } from '@mingjian/domain/clean/area.ts';
import { moneyUnit } from '@mingjian/domain/clean/money.ts';
import type { Column } from '@mingjian/domain/model/register.ts';
import { units } from '@mingjian/domain/model/units.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Header } from '../../reading/types.ts';

/** The unit of a column's cells as its header states it, in the words of the register; undefined where the header states none that fits. */
export function unitOf(header: Header, column: Column): string | undefined {
  const bare = statedUnit(header);
  if (bare === undefined) return undefined;
  if (column.type === 'money') return moneyUnit(bare) ?? undefined;
  if (column.type === 'area') return areaUnit(bare) ?? undefined;
  if (column.type === 'number') return bare === '' ? undefined : bare;
  return undefined;
}

/** What a header says of its unit, without what it is per: 元 of 元/月. */
export function statedUnit(header: Header): string | undefined {
  const stated = header.unit ?? /[(（[]([^()（）[\]]+)[)）\]]\s*$/u.exec(header.name)?.[1];
  return stated?.normalize('NFKC').replace(/^单位[::]?/u, '').replace(/[/每](?:人|户|月|年|次|亩|天|日|季).*$/u, '').trim();
}

const DELIVERED: Record<string, Words> = {
  jiao: { zh: '角', en: 'jiao' }, bai_yuan: { zh: '百元', en: '100 yuan' }, qian_yuan: { zh: '千元', en: '1,000 yuan' }, bai_wan_yuan: { zh: '百万元', en: 'million yuan' }, yi_yuan: { zh: '亿元', en: '100 million yuan' },
  fen_of_mu: { zh: '分（地）', en: 'tenths of a mu' }, km2: { zh: '平方公里', en: 'km²' }, wan_mu: { zh: '万亩', en: '10k mu' },
};

/** How a person calls the unit of a column; what no list knows stands as it was delivered. */
export function unitWords(unit: string | undefined): Words {
  if (unit === undefined) return { zh: '未写明', en: 'none stated' };
  return units[unit]?.words ?? DELIVERED[unit] ?? { zh: unit, en: unit };
}
