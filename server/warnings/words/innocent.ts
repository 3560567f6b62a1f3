import { excuses, unchecked } from '@mingjian/domain/model/exceptions.ts';
import { type Model, only } from '@mingjian/domain/model/model.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { innocentCodes } from '@mingjian/domain/warning.ts';
import type { Language } from '@mingjian/domain/words.ts';

/** Why a register could not be looked into: nobody delivered it, or what was delivered does not speak of the place. */
export type Gap = 'undelivered' | 'elsewhere' | null;

/** What may excuse a hit: first what nobody could check for want of a register, then the model's other exceptions, then what every model shares. */
export function innocentLines(model: Model | undefined, gapOf: (register: string) => Gap, registers: ReadonlyMap<string, Register>, language: Language): string[] {
  const open = model ? unchecked(model, (register) => gapOf(register) === null) : [];
  const want = (id: string) => {
    const title = registers.get(id)?.title[language] ?? id;
    return gapOf(id) === 'elsewhere' ? { zh: `送来的${title}没有说到这个乡镇`, en: `the ${title} delivered does not speak of this town` }[language] : { zh: `没有送来${title}`, en: `no ${title} was delivered` }[language];
  };
  const own = excuses(model).filter((exception) => !open.some((each) => each.exception === exception));
  const shared = (['F-ID', 'F-LAG', 'F-POLICY'] as const).filter((code) => !excuses(model).some((exception) => exception.code === code) && (code !== 'F-ID' || isOfPersons(model)));
  return [
    ...open.map(({ exception, registers: missing }) => ({
      zh: `  ！${exception.words.zh}（${exception.code}）——这一条未能核对，因为${missing.map(want).join('，')}`,
      en: `  ! ${exception.words.en} (${exception.code}): this could not be checked, because ${missing.map(want).join(' and ')}`,
    })[language]),
    ...[...own.map(({ words, code }) => ({ words, code })), ...shared.map((code) => ({ words: innocentCodes[code], code }))]
      .map(({ words, code }) => (language === 'zh' ? `  · ${words.zh}（${code}）` : `  · ${words.en} (${code})`)),
  ];
}

/** A wrong number excuses only where the hit rests on one. */
const isOfPersons = (model: Model | undefined): boolean => meetsBy(model) === 'person' || (meetsBy(model) === 'any' && model!.about.person !== undefined);

/** Whose identity a model's hits rest on: a person's number, only an organisation's code, or nobody's. */
export function meetsBy(model: Model | undefined): 'person' | 'organisation' | 'nobody' | 'any' {
  if (!model) return 'person';
  if (model.tiers === 'any') return 'any';
  const [kind] = only(model.about as Record<string, string>);
  const met = [...(model.match ?? []), ...(model.without ?? [])].map((entry) => only(entry)[1].same);
  if (typeof model.tiers === 'object' && model.tiers.of) return 'person';
  if (kind === 'person' || kind === 'party' || met.some((same) => same === 'person' || same === 'party')) return 'person';
  return kind === 'org' || met.includes('organisation') ? 'organisation' : 'nobody';
}
