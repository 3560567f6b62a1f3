import type { Complaint } from '@mingjian/domain/complaint.ts';
import { cleanText, isBlank } from '@mingjian/domain/clean/text.ts';
import { contains, parseRegionCode } from '@mingjian/domain/identifier/region.ts';
import type { Database } from '../../db.ts';
import type { Places } from '../../registers/places/places.ts';
import { type Asking, resolveProgrammes } from '../../registers/programmes/programmes.ts';
import type { Vocabulary } from '../../registers/programmes/vocabulary.ts';
import { blank, type Cleaned, type Cleaner, note } from './cleaned.ts';

/** Delivered place names to codes, inside the sender's region. A name that cannot be told keeps its certain ancestor, or nothing: the
 *  row stays, and says so. */
export function placeCleaner(places: Places, within: number): Cleaner {
  return (values) => {
    const cleaned = withText(1, values);
    for (const [i, raw] of values.entries()) {
      if (cleaned.same[i] === '') continue;
      const { code, issue, group } = place(places, raw, within);
      if (code !== null) cleaned.outputs[0]![i] = String(code);
      if (group) note(cleaned, i, [GROUP]);
      else if (issue !== null) note(cleaned, i, [PLACE[issue]]);
      if (issue === null) cleaned.same[i] = String(code);
    }
    return cleaned;
  };
}

/** A whole code of the county is a place even where no list of regions names it: codes are stated, names are guessed at. */
function place(places: Places, raw: string, within: number): { code: number | null; issue: keyof typeof PLACE | null; group: boolean } {
  const resolved = places.resolve(raw, within);
  const group = /^\s*(\d{12})\d{3}\s*$/.exec(raw);
  const stated = parseRegionCode(group?.[1] ?? raw);
  if (resolved.issue === null || !stated.ok || stated.value === null || !contains(within, stated.value)) return { code: resolved.code, issue: resolved.issue, group: resolved.group !== null };
  return { code: places.today(stated.value), issue: 'unlisted', group: group !== null };
}

/** Delivered programme names to programmes. A name that is not certain stays unmapped, which makes its questions not assessable,
 *  and waits for a person to say. */
export function programmeCleaner(db: Database, vocabulary: Vocabulary, asking: Asking): Cleaner {
  return async (values) => {
    const cleaned = withText(2, values);
    const meant = await resolveProgrammes(db, vocabulary, asking, values);
    for (const [i, raw] of values.entries()) {
      const text = cleaned.same[i]!;
      if (text === '') continue;
      const { programme } = meant.get(raw) ?? { programme: null };
      cleaned.outputs[0]![i] = programme ?? '';
      cleaned.outputs[1]![i] = text;
      if (programme === null) note(cleaned, i, [UNMAPPED]);
      else cleaned.same[i] = programme;
    }
    return cleaned;
  };
}

function withText(width: number, values: string[]): Cleaned & { same: string[] } {
  const same = values.map((raw) => {
    const text = cleanText(raw);
    return isBlank(text) ? '' : text;
  });
  return { ...blank(width, values.length), same };
}

const UNMAPPED: Complaint = {
  code: 'programme.unmapped',
  words: { zh: '补贴项目名称还没有对应到项目', en: 'The name of the programme is not mapped to a programme yet' },
  remedy: { zh: '请用 mingjian registers 确认别名', en: 'Confirm the alias with mingjian registers' },
};

const GROUP: Complaint = {
  code: 'place.group',
  words: { zh: '写到村民小组，按所属村归位', en: 'The place is a group of villagers; the row counts for its village' },
  remedy: { zh: '无需处理；要按小组统计请另列小组名称', en: 'Nothing to mend; to count by group, deliver its name in a column of its own' },
};

const say = { remedy: { zh: '请写全乡镇和村名，或填 12 位区划代码', en: 'Write town and village in full, or the 12-digit code' } };
const PLACE: Record<'unknown' | 'ambiguous' | 'outside' | 'partial' | 'unlisted', Complaint> = {
  unlisted: { code: 'place.unlisted', words: { zh: '区划表里没有这个代码', en: 'The table of regions does not have this code' }, remedy: { zh: '请提供新的区划表', en: 'Deliver a newer list of regions' } },
  unknown: { code: 'place.unknown', words: { zh: '区划表里没有这个地名', en: 'The table of regions has no such place' }, ...say },
  ambiguous: { code: 'place.ambiguous', words: { zh: '地名可指多处，只取确定的上级', en: 'The name fits several places; only the certain part of it is taken' }, ...say },
  outside: { code: 'place.outside', words: { zh: '地名在本县之外', en: 'The place lies outside the county' }, ...say },
  partial: { code: 'place.partial', words: { zh: '地名只认出一部分', en: 'Only a part of the place name is known' }, ...say },
};
