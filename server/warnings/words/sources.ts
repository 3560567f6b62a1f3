import type { Register } from '@mingjian/domain/model/register.ts';
import type { Language, Words } from '@mingjian/domain/words.ts';
import { speaksUpTo } from '../../lake/coverage.ts';
import type { DeliveredBatch } from '../../lake/standing.ts';

/** Which delivery a row came in, to tell it from the same file of another quarter. */
export const batchWords = ({ id, deliveredOn }: Pick<DeliveredBatch, 'id' | 'deliveredOn'>, language: Language): string =>
  language === 'zh' ? `第 ${id} 批，${deliveredOn} 送达` : `batch ${id}, delivered ${deliveredOn}`;

/** How fresh each cited source is: the batches that are cited, and the newest of the same source that speaks of the place. */
export function sourceLines(cited: DeliveredBatch[], standing: DeliveredBatch[], region: bigint | null, registers: ReadonlyMap<string, Register>, language: Language): string[] {
  return [...Map.groupBy(cited, ({ register, sender }) => `${register}\u0000${sender ?? ''}`).values()].flatMap((batches) => {
    const { register, sender } = batches[0]!;
    const same = standing.filter((batch) => batch.register === register && batch.sender === sender && speaksUpTo(batch, region) !== null);
    const newest = same.toSorted((a, b) => a.asAt.localeCompare(b.asAt) || Number(a.id - b.id)).at(-1);
    return [
      `  ${registers.get(register)?.title[language] ?? register}  ${sender ?? ''}`.trimEnd(),
      ...batches.toSorted((a, b) => Number(a.id - b.id)).map((batch) => `    ${CITED[language]}${batchWords(batch, language)}${comma(language)}${asAtWords(batch, language)}${ended(batch, language)}`),
      ...(newest ? [`    ${NEWEST[language]}${batches.some(({ id }) => id === newest.id) ? SAME[language] : `${batchWords(newest, language)}${comma(language)}${asAtWords(newest, language)}`}`] : []),
    ];
  });
}

const comma = (language: Language): string => (language === 'zh' ? '，' : ', ');
const CITED: Words = { zh: '所引：', en: 'cited: ' };
const NEWEST: Words = { zh: '最新：', en: 'newest: ' };
const SAME: Words = { zh: '就是所引的这一批', en: 'the one cited' };

/** The day that the rows speak of; said to be a guess where nobody stated it. */
export const asAtWords = ({ asAt, asAtFrom }: Pick<DeliveredBatch, 'asAt' | 'asAtFrom'>, language: Language): string =>
  asAtFrom === 'clock'
    ? { zh: `没有写明截至哪一天，按导入当天 ${asAt} 推定`, en: `the day it speaks of is not stated, taken to be that of the import, ${asAt}` }[language]
    : { zh: `截至 ${asAt}`, en: `as of ${asAt}` }[language];

const ENDED: Record<DeliveredBatch['state'], Words> = {
  active: { zh: '', en: '' },
  staged: { zh: '（尚未启用）', en: ' (not in force yet)' },
  retired: { zh: '（已撤回）', en: ' (since withdrawn)' },
  replaced: { zh: '（已被新的一批替换）', en: ' (since replaced)' },
};
const ended = ({ state }: DeliveredBatch, language: Language): string => ENDED[state][language];
