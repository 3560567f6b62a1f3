import { parseBoolean, parseNumber } from '@mingjian/domain/clean/number.ts';
import { parseDate, parseMonth } from '@mingjian/domain/clean/date.ts';
import { parseMoney } from '@mingjian/domain/clean/money.ts';
import { parseArea } from '@mingjian/domain/clean/area.ts';
import { findCitizenNumbers, parseCitizenNumber } from '@mingjian/domain/identifier/citizen.ts';
import { parseCreditCode } from '@mingjian/domain/identifier/credit.ts';
import { parsePhone } from '@mingjian/domain/identifier/phone.ts';
import { parsePlate } from '@mingjian/domain/identifier/plate.ts';
import { cleanText, compact, isBlank } from '@mingjian/domain/clean/text.ts';
import { cutPeriod } from '../../cleaning/period.ts';

/** What the cells of one delivered column look like: shares of those that are not blank, 0…1. */
export type Looks = {
  /** Cells that are not blank, at most `SAMPLE`. With fewer than three nothing is concluded. */
  cells: string[];
  filled: number;
  distinct: number;
  citizen: number;
  masked: number;
  credit: number;
  date: number;
  month: number;
  period: number;
  bareMonth: number;
  number: number;
  money: number;
  area: number;
  name: number;
  place: number;
  regionCode: number;
  phone: number;
  plate: number;
  account: number;
  boolean: number;
  geometry: number;
  long: number;
};

const SAMPLE = 60;
const PLACE = /(?:村|社区|居委会|村委会|镇|乡|街道|县|区|组|场|居)$/u;
const SURNAMES = new Set('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝骆路游靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝欧阳上官司马诸葛'.split(''));
// how many percent of the country's people these cover: about 97; names of minorities are judged by their dots

/** Looks at no more than `SAMPLE` cells that are not blank, spread over what was read. */
export function looksOf(column: readonly string[]): Looks {
  const told = column.filter((cell) => !isBlank(compact(cell)));
  const step = Math.max(1, told.length / SAMPLE);
  const cells = Array.from({ length: Math.min(told.length, SAMPLE) }, (_, i) => told[Math.floor(i * step)]!);
  const share = (holds: (cell: string) => boolean): number => (cells.length === 0 ? 0 : cells.filter(holds).length / cells.length);
  return {
    cells,
    filled: column.length === 0 ? 0 : told.length / column.length,
    distinct: new Set(told).size / Math.max(1, told.length),
    citizen: share(isCitizen),
    masked: share((cell) => /^\d{1,6}[*×xX]{4,}[\dX*]{0,4}$/i.test(compact(cell))),
    credit: share((cell) => said(parseCreditCode(cell))),
    date: share((cell) => said(parseDate(cell, { serials: true }))),
    month: share((cell) => said(parseMonth(cell))),
    period: share(isPeriod),
    bareMonth: share((cell) => /^(?:1[0-2]|0?[1-9]|[一二三四五六七八九十元]{1,2})月份?$/u.test(compact(cell))),
    number: share((cell) => said(parseNumber(cell))),
    money: share((cell) => said(parseMoney(cell))),
    area: share((cell) => said(parseArea(cell))),
    name: share(isName),
    place: share((cell) => PLACE.test(cleanText(cell)) || /(?:镇|乡|街道|村|社区)\S{0,12}(?:组|号|村|社区)/u.test(compact(cell))),
    regionCode: share((cell) => /^[1-9]\d{5}(?:\d{3}|\d{6}|\d{9})?$/.test(compact(cell))),
    phone: share((cell) => said(parsePhone(cell)) && /^\+?[\d\s()-]{7,16}$/.test(cell.trim())),
    plate: share((cell) => said(parsePlate(cell)) || /^\p{Script=Han}[A-Z][A-Z\d]{5,6}$/u.test(compact(cell))),
    account: share((cell) => /^\d{9,23}$/.test(compact(cell).replace(/[-']/g, '')) && !isCitizen(cell)),
    boolean: share((cell) => said(parseBoolean(cell)) && !/^\d{2,}$/.test(cell)),
    geometry: share((cell) => /^\s*(?:\{.*"coordinates"|(?:MULTI)?(?:POLYGON|POINT|LINESTRING))/is.test(cell)),
    long: share((cell) => [...cell].length > 14 && /\p{Script=Han}/u.test(cell)),
  };
}

const said = (parsed: { ok: boolean; value?: unknown }): boolean => parsed.ok && parsed.value !== null;

/** A number with a birth date where one must be, its check character right or wrong; not any 18 digits: plots and orders have as many. */
function isCitizen(cell: string): boolean {
  const parsed = parseCitizenNumber(cell);
  if (parsed.ok) return parsed.value?.kind === 'citizen';
  return findCitizenNumbers(cell).some((run) => DATED.test(run)) || /^\d\.\d+E\+?17$/i.test(cell.trim());
}
const DATED = /^\d{6}(?:(?:18|19|20)\d{2}|\d{2}(?=\d{7}$))(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]?$/;

function isName(cell: string): boolean {
  const name = cell.normalize('NFKC').replace(/[\s·•.]/gu, '');
  if (/^\p{Script=Han}[\p{Script=Han}*?]{1,3}$/u.test(name)) return SURNAMES.has(name[0]!) && !PLACE.test(name);
  return /^\p{Script=Han}{2,6}[·•.．]\p{Script=Han}{2,8}$/u.test(cell.normalize('NFKC').trim()) || /^[A-Z][a-z'-]+(?: [A-Z][a-z'.-]*){1,3}$/.test(cell.trim());
}

/** A cell that names more than one day: a month, a quarter, a year, a span. */
function isPeriod(cell: string): boolean {
  const from = parseDate(cutPeriod(cell, 'from'));
  const to = parseDate(cutPeriod(cell, 'to'));
  return from.ok && to.ok && from.value !== null && to.value !== null && (from.value.date !== to.value.date || from.value.precision === 'month' || from.value.precision === 'year');
}
