import type { Column } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Header } from '../../reading/types.ts';
import type { HeaderFit } from './header-index.ts';
import type { Looks } from './looks.ts';
import { suits } from '../suits.ts';

export type Fit = { score: number; looks: number; header: HeaderFit | undefined };

/** How well one delivered column is one register column: the header proposes, the cells confirm or object.
 *  A header alone may be wrong (two columns swapped), cells alone are seldom enough (five columns of dates). */
export function fit(header: HeaderFit | undefined, looks: Looks, column: Column): Fit {
  const named = header?.score ?? 0;
  if (named === 0) return { score: byLooks(looks, column), looks: 0, header };
  const said = suits(looks, column);
  if (said < 0) return { score: named * (1 + 0.6 * said), looks: said, header };
  const ceiling = named >= 0.85 ? 1 : 0.9;
  return { score: named + (ceiling - named) * said * 0.5, looks: said, header };
}

/** Without a header that means anything: only what cannot be mistaken for anything else, and never enough by itself. */
function byLooks(looks: Looks, column: Column): number {
  if (looks.cells.length < 5) return 0;
  if (column.type === 'citizen_number' && looks.citizen > 0.9) return 0.45;
  if (column.type === 'credit_code' && looks.credit > 0.9) return 0.45;
  if (column.type === 'plate' && looks.plate > 0.9) return 0.4;
  if (column.type === 'geometry' && looks.geometry > 0.9) return 0.6;
  return 0;
}

/** Why a delivered column was taken for a register column. */
export function why(header: Header, { header: named, looks }: Fit): Words[] {
  const reasons: Words[] = [];
  if (named?.how === 'exact') reasons.push({ zh: `表头“${header.name}”就是这一列`, en: `the header "${header.name}" is one of this column's` });
  else if (named?.how === 'folded') reasons.push({ zh: `表头“${header.name}”是同义写法`, en: `the header "${header.name}" means the same` });
  else if (named) reasons.push({ zh: `表头“${header.name}”与“${named.synonym}”相近`, en: `the header "${header.name}" is near "${named.synonym}"` });
  else reasons.push({ zh: '表头认不出,只凭单元格内容', en: 'the header says nothing, only the cells do' });
  if (looks >= 0.8) reasons.push({ zh: `${Math.round(looks * 100)}% 的单元格符合`, en: `${Math.round(looks * 100)} % of the cells look right` });
  if (looks < 0) reasons.push({ zh: '单元格内容与此列不符', en: 'the cells do not look like it' });
  return reasons;
}
