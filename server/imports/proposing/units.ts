import { areaUnit } from '@mingjian/domain/clean/area.ts';
import { moneyUnit } from '@mingjian/domain/clean/money.ts';
import type { Column } from '@mingjian/domain/model/register.ts';
import type { Header } from '../reading/types.ts';

/** The unit of a column's cells as its header states it, in the words of the register; undefined where the header states none that fits. */
export function unitOf(header: Header, column: Column): string | undefined {
  const stated = header.unit ?? /[(（[]([^()（）[\]]+)[)）\]]\s*$/u.exec(header.name)?.[1];
  if (stated === undefined) return undefined;
  const bare = stated.normalize('NFKC').replace(/^单位[::]?/u, '').replace(/\/(?:人|户|月|年|次|亩|天|日|季).*$/u, '').trim();
  if (column.type === 'money') return moneyUnit(bare) ?? undefined;
  if (column.type === 'area') return areaUnit(bare) ?? undefined;
  if (column.type === 'number') return bare === '' ? undefined : bare;
  return undefined;
}
