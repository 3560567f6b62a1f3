import type { Model } from '@mingjian/domain/model/model.ts';
import type { Language, Words } from '@mingjian/domain/words.ts';
import type { StandingWarning } from '../find-warnings.ts';
import { meetsBy } from './innocent.ts';

type Tier = { is: Words; means: Words };

/** What a grade of the match says of this warning, and what it does not. K4, a name alone, never becomes a warning. */
const TIERS: Record<number, Tier> = {
  1: {
    is: { zh: '证件号有效且一致', en: 'both numbers valid and equal' },
    means: { zh: 'K1：各行的证件号校验通过、完全相同，姓名也不矛盾，可以直接核查事情本身。', en: 'K1: the numbers of all rows pass their check and are equal, and the names do not disagree: verify the matter itself.' },
  },
  2: {
    is: { zh: '证件号由 15 位升为 18 位后一致', en: 'equal after 15 digits were raised to 18' },
    means: { zh: 'K2：有一行写的是 15 位旧号，换算成 18 位后相同（换算是确定的），姓名也不矛盾；核查时顺便看一眼那一行的原件。', en: 'K2: one row has an old number of 15 digits, equal once it is raised to 18 (which is certain), and the names do not disagree: have a look at that row, too.' },
  },
  3: {
    is: { zh: '可能匹配，须先核实身份', en: 'a probable match: confirm the identity first' },
    means: { zh: 'K3：号码相同而姓名对不上，可能是号码抄错、碰巧是别人的；没有确认是同一个人以前，它不是预警，不要找当事人。', en: 'K3: the numbers are equal and the names disagree; one may be mistyped and belong to a stranger. Until it is confirmed to be one person this is no warning: approach nobody.' },
  },
};

/** Of hits that rest on no person's number a sentence about numbers would say what nobody looked at. */
const OTHERWISE: Record<'organisation' | 'nobody' | 'any', Tier> = {
  organisation: {
    is: { zh: '统一社会信用代码一致', en: 'the credit codes are equal' },
    means: { zh: 'K1：各行的统一社会信用代码校验通过、完全相同。', en: 'K1: the credit codes of all rows pass their check and are equal.' },
  },
  nobody: {
    is: { zh: '不涉及个人身份', en: 'rests on no person\'s identity' },
    means: { zh: 'K1：各行按编号对上（合同、资产、用户号等），没有靠猜测认人。', en: 'K1: the rows meet by their own numbers (contract, asset, customer …); nobody was identified by guessing.' },
  },
  any: {
    is: { zh: '这一问不以证件号一致为前提', en: 'this question does not rest on equal numbers' },
    means: { zh: 'K1：所问的就是这个号码本身，没有拿它去对别的人。', en: 'K1: the number itself is in question; it was not matched with anybody.' },
  },
};

/** How sure it is that the rows of a warning speak of the same one: in a word, and what follows from it. */
export function tierLines({ tier }: StandingWarning, model: Model | undefined, language: Language): string[] {
  const by = meetsBy(model);
  const { is, means } = by === 'person' || tier > 1 ? TIERS[tier]! : OTHERWISE[by];
  return [`  K${tier} ${is[language]}`, `     ${means[language]}`];
}
