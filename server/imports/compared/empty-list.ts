import { parseDate } from '@mingjian/domain/clean/date.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { openPlaces } from '../../registers/places/region-store.ts';
import { asAtOf, lastDay } from '../intake/as-at.ts';
import type { Workshop } from '../intake/workshop.ts';
import { around, statedPeriod } from '../proposing/surroundings.ts';
import type { SniffedTable } from '../reading/types.ts';
import { knownTowns, type NewTown } from '../store.ts';

/** Who delivered a list, and what the importer said of its day. */
type Sent = { name: string; sender: string | null; delivered?: string | undefined };

/** What a list of nothing covers. `says` tells it from another that is the same byte for byte: headers alone of two towns are. */
export type EmptyList = { towns: NewTown[]; says: string };

/** What an office says that delivers a list with a header and no row: nothing, for these towns and this time. Or what of it nobody said:
 *  such a list waits, because "nothing, somewhere, some time" would end or excuse anything. */
export async function emptyList(shop: Workshop, table: SniffedTable, register: Register, file: Sent): Promise<EmptyList | { missing: Words[] }> {
  const time = timeOf(shop, table, register, file);
  const towns = await townsOf(shop, table, register, file);
  const missing = [...(time === null ? [NO_TIME] : []), ...('zh' in towns ? [towns] : [])];
  return time === null || 'zh' in towns ? { missing } : { towns: towns.map((town) => ({ town, rows: 0n, from: time.from, to: time.to })), says: `${time.asAt} ${time.from} ${time.to} ${towns.join(' ')}` };
}

const EMPTY = { zh: '只有表头、没有数据行，按“零条”报告', en: 'a header and no row: a report of nothing' };
const NO_TIME: Words = { zh: `${EMPTY.zh}，但没有写明是哪一期；请在表题或文件名写明年月，或用 --delivered`, en: `${EMPTY.en}, and nobody said for which time; put year and month into the title or the name, or use --delivered` };
const NO_PLACE: Words = { zh: `${EMPTY.zh}，但没有写明是哪里；请用 --sender 写明报送单位，或在表题写明乡镇`, en: `${EMPTY.en}, and nobody said for which place; name the sender by --sender, or the town in the title` };
const doubtful = (text: string): Words => ({
  zh: `${EMPTY.zh}，“${text}”像是只说其中一处，但说不准是哪个乡镇或村，不能当作全县都是零条；请先导入区划名册，或在表题、文件名写明乡镇全称（全县都是零条的，写明县名）`,
  en: `${EMPTY.en}; "${text}" seems to name one place of several, and which town or village cannot be told, so that it is not taken for nothing in the whole county: import the list of regions first, or write the full name of the town (of the county, where all of it has nothing) into the title or the name`,
});

/** Events speak of a period that the title or the name states; a roster speaks up to its day. */
function timeOf({ house }: Workshop, table: SniffedTable, register: Register, file: Sent): { from: string | null; to: string | null; asAt: string | null } | null {
  const asAt = asAtOf(table, file.name, file.delivered, house.clock().toISOString().slice(0, 10));
  if (register.kind === 'snapshot') return asAt.from === 'clock' ? null : { from: null, to: null, asAt: asAt.date };
  const span = around(table, file.name).map(({ text }) => statedPeriod(text)).find((found) => found !== null);
  const [from, to] = span ? [parsed(span.from), parsed(span.to)] : [null, null];
  // cut to ten characters, what is known to the month or year begins on its first day
  return from && to ? { from: `${from}-01-01`.slice(0, 10), to: lastDay(to), asAt: null } : null;
}

/** ISO, as fine as it was said: 2024, 2024-03, 2024-03-31. */
function parsed(text: string): string | null {
  const date = parseDate(text);
  if (!date.ok || date.value === null) return null;
  const { date: day, precision } = date.value;
  return precision === 'year' ? day.slice(0, 4) : precision === 'month' ? day.slice(0, 7) : day;
}

/** What the title, the sheet, the name, its folders or the sender name, nearest first; the whole county only where its name or a sender's stands and nothing narrower does. */
async function townsOf({ house }: Workshop, table: SniffedTable, register: Register, { name, sender }: Sent): Promise<bigint[] | Words> {
  if (!register.place) return [0n];
  const region = Number(house.home.region);
  const places = await openPlaces(house.db, region);
  const texts = [...around(table, name).map(({ text }) => text), ...name.split(/[\\/]/).slice(0, -1).reverse(), sender ?? ''];
  for (const text of texts) {
    const named = places.namedIn(text, region);
    if (named === null) return doubtful(text);
    if (named.length > 0) return named.map(BigInt);
    if (isNarrower(text, places.nameOf(region) ?? '')) return doubtful(text);
  }
  const county = places.nameOf(region);
  const isWhole = Boolean(sender) || (Boolean(county) && texts.some((text) => text.includes(county!)));
  if (!isWhole) return NO_PLACE;
  const towns = await knownTowns(house.db, register.id, BigInt(region));
  return towns.length > 0 ? towns : [BigInt(region)];
}

/** Words that have a town or a village in them and name none. */
const OF_ALL = /各?(?:乡镇|镇乡)(?:街道)?|城乡|城镇|农村|乡村|[返下]乡|各[村镇乡]|村\(社区\)|村[、和/]?社区|村(?:\(居\)|干|级|民|务|集体|居|组|庄|两委|账|医|官|支|委)|社区(?:矫正|戒毒|干部|工作|卫生|服务)/gu;

/** Whether a text seems to name a town or a village, whichever. */
const isNarrower = (text: string, county: string): boolean => /[镇乡村]|街道|社区/u.test(text.normalize('NFKC').replace(/\s/g, '').replaceAll(county || '\u0000', '').replace(OF_ALL, ''));
