import { cleanAddress } from '@mingjian/domain/clean/address.ts';
import { type AreaUnit, areaUnit, parseArea } from '@mingjian/domain/clean/area.ts';
import { codeParser } from '@mingjian/domain/clean/code.ts';
import { type MoneyUnit, moneyUnit, parseMoney } from '@mingjian/domain/clean/money.ts';
import { parseBoolean, parseInteger, parseNumber } from '@mingjian/domain/clean/number.ts';
import { textOrNull } from '@mingjian/domain/clean/text.ts';
import { type Complaint, ok, type Parsed } from '@mingjian/domain/complaint.ts';
import { parseRegionCode } from '@mingjian/domain/identifier/region.ts';
import type { Column } from '@mingjian/domain/model/register.ts';
import { type Cleaner, cleanEach } from './cleaned.ts';
import { type Bounds, dayCleaner } from './days.ts';

/** The cleaner of a column whose facts are the value itself; null for a type that needs identities, places or programmes.
 *  `unit` is that of the cells: what the header says, else what the register says. */
export function plainCleaner(column: Column, unit: string | undefined, bounds: Bounds = {}): Cleaner | null {
  const one = (text: string) => [text];
  switch (column.type) {
    case 'money': return cleanEach(1, moneyParser(column, unit), (fen) => [String(fen)]);
    case 'area': return cleanEach(2, areaParser(column, unit), ({ m2, unit }) => [m2, unit]);
    case 'date': case 'month': return dayCleaner(column.type, bounds);
    case 'number': return cleanEach(1, notSomebodys(parseNumber), one);
    case 'integer': return cleanEach(1, notSomebodys(parseInteger), (n) => [String(n)]);
    case 'boolean': return cleanEach(1, column.values ? booleanOf(column.values) : parseBoolean, (yes) => [String(yes)]);
    case 'code': return cleanEach(1, codeOf(column.values ?? {}), one);
    case 'region_code': return cleanEach(1, parseRegionCode, (code) => [String(code)]);
    case 'address': return cleanEach(1, (raw) => ok(cleanAddress(raw)), one);
    case 'text': case 'free_text': case 'geometry': return cleanEach(1, (raw) => ok(textOrNull(raw)), one);
    default: return null;
  }
}

const MOST_NAMED = 8;

/** Says which values there are: who corrects a cell has no register at hand. */
function codeOf(values: NonNullable<Column['values']>): (raw: string) => Parsed<string | null> {
  const parse = codeParser(values);
  const all = Object.entries(values).map(([canonical, [written]]) => ({ zh: written ?? canonical, en: canonical }));
  const named = (language: 'zh' | 'en', between: string) => all.slice(0, MOST_NAMED).map((one) => one[language]).join(between) + (all.length > MOST_NAMED ? '…' : '');
  const remedy = { zh: `请改为下列之一：${named('zh', '、')}；或请管理员把它登记为同义词`, en: `Use one of: ${named('en', ', ')}; or have this one added as a synonym` };
  return (raw) => {
    const parsed = parse(raw);
    return parsed.ok || all.length === 0 ? parsed : { ok: false, complaint: { ...parsed.complaint, remedy } };
  };
}

/** Yes and no, and what the register says stands for them (政治面貌: 中共党员, 群众). */
function booleanOf(values: NonNullable<Column['values']>): (raw: string) => Parsed<boolean | null> {
  const parse = codeParser(values);
  const named = (yes: 'true' | 'false') => (values[yes] ?? []).slice(0, MOST_NAMED / 2).join('、');
  const remedy = { zh: `请填写“是”或“否”，或下列之一：${named('true')}、${named('false')}；或请管理员登记为同义词`, en: `Write 是 (yes) or 否 (no), or one of: ${named('true')} (yes), ${named('false')} (no); or have this one added as a synonym` };
  return (raw) => {
    const plain = parseBoolean(raw);
    if (plain.ok) return plain;
    const known = parse(raw);
    return known.ok ? ok(known.value === null ? null : known.value === 'true') : { ok: false, complaint: { ...plain.complaint, remedy } };
  };
}

function moneyParser(column: Column, header: string | undefined): (raw: string) => Parsed<number | null> {
  const unit: MoneyUnit = moneyUnit(header ?? '') ?? moneyUnit(column.unit ?? '') ?? 'yuan';
  return (raw) => {
    if (raw.length > 10 && NUMBER_OF_SOMEBODY.test(raw)) return { ok: false, complaint: notMoney };
    const parsed = parseMoney(raw, unit);
    return parsed.ok && parsed.value !== null && parsed.value < 0 ? ok(parsed.value, [...(parsed.notes ?? []), NEGATIVE]) : parsed;
  };
}

/** A telephone or an account: read as money, one of them outweighs all grants of a county. */
const NUMBER_OF_SOMEBODY = /^[\s'’]*(?:1[3-9]\d{9}|\d{12,})\s*$/;
const notMoney: Complaint = {
  code: 'money.number', words: { zh: '金额一栏像是电话或账号', en: 'A telephone or account number seems to stand in the amount column' }, remedy: { zh: '多半是单元格错位：请对照原表改正该行', en: 'Most likely cells have shifted: correct the row against the original' },
};

/** Facts hold counts as they are: a telephone among them would name somebody. */
const notSomebodys = <T>(parse: (raw: string) => Parsed<T | null>) => (raw: string): Parsed<T | null> =>
  raw.length > 10 && NUMBER_OF_SOMEBODY.test(raw) ? { ok: false, complaint: notCount } : parse(raw);
const notCount: Complaint = {
  code: 'number.somebodys', words: { zh: '数量一栏像是电话、证件号或账号', en: 'A telephone, citizen or account number seems to stand in a column of counts' }, remedy: notMoney.remedy,
};

/** Reversals are delivered as negative rows, so it is no mistake by itself; but nobody should overlook it. */
const NEGATIVE: Complaint = {
  code: 'money.negative', words: { zh: '金额为负数', en: 'The amount is negative' }, remedy: { zh: '冲销、退回的请核对；不是的请改正', en: 'Fine for a reversal or a return; else correct it' },
};

function areaParser(column: Column, header: string | undefined): (raw: string) => ReturnType<typeof parseArea> {
  const unit: AreaUnit = areaUnit(header ?? '') ?? areaUnit(column.unit ?? '') ?? 'mu';
  return (raw) => parseArea(raw, unit);
}
