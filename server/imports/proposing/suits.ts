import { codeParser } from '@mingjian/domain/clean/code.ts';
import { parseBoolean, parseInteger } from '@mingjian/domain/clean/number.ts';
import type { Column } from '@mingjian/domain/model/register.ts';
import { isDamaged } from '../reading/types.ts';
import type { Looks } from './columns/looks.ts';

/** What the cells say to a register column: for it (up to 1), nothing (0), or against it (−1). Three cells are the least that says anything. */
export function suits(looks: Looks, column: Column): number {
  if (looks.cells.length < 3 || looks.cells.filter(isDamaged).length > looks.cells.length / 2) return 0;
  switch (column.type) {
    case 'citizen_number': return judge(looks.citizen + looks.masked, 0.5);
    case 'party': return judge(looks.citizen + looks.credit, 0.4);
    case 'credit_code': return judge(looks.credit, 0.4);
    case 'person_name': return name(looks);
    case 'date': return judge(Math.max(looks.date, looks.month, looks.period, openEnds(looks)), 0.5);
    case 'month': return judge(Math.max(looks.month, looks.period, looks.bareMonth, looks.date * 0.6), 0.5);
    case 'money': return looks.citizen > 0.5 ? -1 : judge(looks.money, 0.5);
    case 'area': return looks.citizen > 0.5 ? -1 : judge(looks.area, 0.5);
    case 'number': return looks.citizen > 0.5 || looks.date > 0.9 && looks.number < 0.5 ? -1 : judge(Math.max(looks.number, looks.area), 0.5);
    case 'integer': return judge(whole(looks, column), 0.5);
    case 'boolean': return judge(column.values ? yesOrNo(looks, column.values) : looks.boolean, 0.5);
    case 'code': return coded(looks, column);
    case 'region': return judge(Math.max(looks.place, looks.regionCode), 0.3);
    case 'region_code': return judge(looks.regionCode, 0.5);
    case 'phone': return judge(looks.phone, 0.4);
    case 'plate': return judge(looks.plate, 0.4);
    case 'geometry': return judge(looks.geometry, 0.5);
    case 'token': return looks.name > 0.6 ? -1 : looks.account > 0.8 ? 0.5 : 0;
    case 'text': case 'programme': return looks.citizen > 0.5 ? -1 : 0;
    default: return 0;
  }
}

const judge = (share: number, least: number): number => (share >= 0.8 ? share : share < least ? (share < least / 2 ? -1 : -0.5) : share * 0.5);

/** A firm may stand where a person's name is asked for (乙方, 户名), a number or a date may not. */
function name(looks: Looks): number {
  if (looks.name >= 0.6) return looks.name;
  return looks.number > 0.3 || looks.date > 0.5 || looks.citizen > 0.3 || looks.place > 0.8 ? -1 : 0;
}

const openEnds = (looks: Looks): number => looks.cells.filter((cell) => /长期|至今|永久|无固定|现任|在任|在职/u.test(cell)).length / looks.cells.length + looks.date;

/** 一级 counts as a whole number where the register says so. */
function whole(looks: Looks, column: Column): number {
  const coded = column.values ? codeParser(column.values) : null;
  return share(looks, (cell) => { const n = parseInteger(cell); return (n.ok && n.value !== null) || (coded !== null && coded(cell).ok); });
}

/** 中共党员 and 群众 are a yes and a no where the register says so. */
function yesOrNo(looks: Looks, values: NonNullable<Column['values']>): number {
  const parse = codeParser(values);
  return share(looks, (cell) => [parseBoolean(cell), parse(cell)].some((read) => read.ok && read.value !== null));
}

function coded(looks: Looks, column: Column): number {
  const parse = codeParser(column.values ?? {});
  const known = share(looks, (cell) => { const parsed = parse(cell); return parsed.ok && parsed.value !== null; });
  return known >= 0.8 ? known : known >= 0.3 ? known * 0.5 : known > 0 || new Set(looks.cells).size <= 12 ? -0.3 : -1;
}

const share = (looks: Looks, holds: (cell: string) => boolean): number => looks.cells.filter(holds).length / looks.cells.length;
