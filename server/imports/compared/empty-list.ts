import { parseDate } from '@mingjian/domain/clean/date.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { openPlaces } from '../../registers/places/region-store.ts';
import { asAtOf, lastDay } from '../intake/as-at.ts';
import type { Workshop } from '../intake/workshop.ts';
import { around, statedPeriod, statedPlace } from '../proposing/surroundings.ts';
import type { SniffedTable } from '../reading/types.ts';
import { knownTowns, type NewTown } from '../store.ts';

/** Who delivered a list, and what the importer said of its day. */
type Sent = { name: string; sender: string | null; delivered?: string | undefined };

/** What an office says that delivers a list with a header and no row: nothing, for these towns and this time. Or what of it nobody said:
 *  such a list waits, because "nothing, somewhere, some time" would end or excuse anything. */
export async function emptyList(shop: Workshop, table: SniffedTable, register: Register, file: Sent): Promise<{ towns: NewTown[] } | { missing: Words[] }> {
  const time = timeOf(shop, table, register, file);
  const towns = await townsOf(shop, table, register, file);
  const missing = [...(time === null ? [NO_TIME] : []), ...(towns === null ? [NO_PLACE] : [])];
  return time === null || towns === null ? { missing } : { towns: towns.map((town) => ({ town, rows: 0n, ...time })) };
}

const EMPTY = { zh: '只有表头、没有数据行，按“零条”报告', en: 'a header and no row: a report of nothing' };
const NO_TIME: Words = { zh: `${EMPTY.zh}，但没有写明是哪一期；请在表题或文件名写明年月，或用 --delivered`, en: `${EMPTY.en}, and nobody said for which time; put year and month into the title or the name, or use --delivered` };
const NO_PLACE: Words = { zh: `${EMPTY.zh}，但没有写明是哪里；请用 --sender 写明报送单位，或在表题写明乡镇`, en: `${EMPTY.en}, and nobody said for which place; name the sender by --sender, or the town in the title` };

/** Events speak of a period that the title or the name states; a roster speaks up to its day. */
function timeOf({ house }: Workshop, table: SniffedTable, register: Register, file: Sent): { from: string | null; to: string | null } | null {
  const asAt = asAtOf(table, file.name, file.delivered, house.clock().toISOString().slice(0, 10));
  if (register.kind === 'snapshot') return asAt.from === 'clock' ? null : { from: null, to: null };
  const span = around(table, file.name).map(({ text }) => statedPeriod(text)).find((found) => found !== null);
  const [from, to] = span ? [parsed(span.from), parsed(span.to)] : [null, null];
  // cut to ten characters, what is known to the month or year begins on its first day
  return from && to ? { from: `${from}-01-01`.slice(0, 10), to: lastDay(to) } : null;
}

/** ISO, as fine as it was said: 2024, 2024-03, 2024-03-31. */
function parsed(text: string): string | null {
  const date = parseDate(text);
  if (!date.ok || date.value === null) return null;
  const { date: day, precision } = date.value;
  return precision === 'year' ? day.slice(0, 4) : precision === 'month' ? day.slice(0, 7) : day;
}

async function townsOf({ house }: Workshop, table: SniffedTable, register: Register, { name, sender }: Sent): Promise<bigint[] | null> {
  if (!register.place) return [0n];
  const region = Number(house.home.region);
  const places = await openPlaces(house.db, region);
  const texts = around(table, name).map(({ text }) => text);
  for (const said of [...texts, sender ?? ''].map((text) => statedPlace(text))) {
    const place = said === null ? null : places.resolve(said, region);
    if (place?.code && place.code !== region && place.issue === null) return [BigInt(place.code)];
    if (said !== null) return null; // a place was named, and which one it is cannot be told
  }
  const county = places.nameOf(region);
  const isWhole = Boolean(sender) || (Boolean(county) && texts.some((text) => text.includes(county!)));
  if (!isWhole) return null;
  const towns = await knownTowns(house.db, register.id, BigInt(region));
  return towns.length > 0 ? towns : [BigInt(region)];
}
