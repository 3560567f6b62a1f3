import { sql } from 'kysely';
import { excuses } from '@mingjian/domain/model/exceptions.ts';
import { innocentCodes, type Outcome, type WarningState } from '@mingjian/domain/warning.ts';
import type { House } from '../house.ts';
import { Refused } from '../refused.ts';
import { getWarning } from './get-warning.ts';
import { modelsOf } from './words/lines.ts';

export type Saying = { outcome: Outcome | null; code: string | null; because: string; by?: string };

/** Says what verification found of one warning. Innocent stays silent until the facts behind it change. History is only added to.
 *  Answers the warning's number, and its state: of one that is gone the caller should hear so.
 *  @throws Refused where no outcome, no reason or no known explanation is given */
export async function giveVerdict(house: House, id: string, saying: Saying): Promise<{ id: string; state: WarningState }> {
  if (!saying.outcome) throw noOutcome();
  if (!saying.because.trim()) throw nothingSaid();
  if (namesSomebody(saying.because)) throw personal();
  const warning = await getWarning(house.db, id);
  if (saying.outcome === 'innocent') refuseUnknownCode(house, warning.model, saying.code);
  await sql`insert into verdict (warning, outcome, code, because, facts_hash, said_at, said_by)
    select w.id, ${saying.outcome}, ${saying.code}, ${saying.because.trim()}, w.facts_hash, ${house.clock()}, ${saying.by ?? null}
    from warning w where w.id = ${warning.id}`.execute(house.db);
  return { id: warning.id, state: warning.state };
}

/** The shared explanations and the model's own exceptions: somebody may know of one that the data did not show. */
function refuseUnknownCode(house: House, model: string, code: string | null): void {
  const own = excuses(modelsOf(house).get(model)).map((exception) => [exception.code, exception.words] as const);
  const known = [...new Map([...Object.entries(innocentCodes), ...own])]; // an exception of the model's own says a shared code in its words
  if (known.some(([each]) => each === code)) return;
  throw new Refused(
    'verdict.code',
    { zh: `没有代码为 ${code ?? ''} 的无责解释`, en: `there is no innocent explanation ${code ?? ''}` },
    { zh: `可用：${known.map(([key, words]) => `${key} ${words.zh}`).join('，')}`, en: `use one of: ${known.map(([key, words]) => `${key} ${words.en}`).join(', ')}` },
  );
}

const noOutcome = () =>
  new Refused(
    'verdict.outcome',
    { zh: '须且只能给出一个结果', en: 'give one outcome, and only one' },
    { zh: '--innocent 代码、--substantiated、--partly、--business-error、--unable 之一', en: 'one of --innocent CODE, --substantiated, --partly, --business-error, --unable' },
  );

const nothingSaid = () =>
  new Refused('verdict.because', { zh: '没有说明理由', en: 'no reason is given' }, { zh: '用 --because 写明核实到的情况', en: 'say what verification found by --because' });

/** A reason is kept as it was written, beside facts that hold no identity: a number in it would be the leak that they are built to prevent. */
const namesSomebody = (text: string): boolean => /\d{15}|(?<!\d)1[3-9]\d{9}(?!\d)/.test(text.normalize('NFKC').replace(/(?<=\d)[\s-]+(?=\d)/g, ''));

const personal = () =>
  new Refused(
    'verdict.personal',
    { zh: '理由里写了证件号、账号或电话', en: 'the reason holds a citizen, account or phone number' },
    { zh: '改为“当事人”“户主”等称呼，不写号码和姓名', en: 'write “the person concerned” and the like, without numbers and names' },
  );
