import { sql } from 'kysely';
import type { Database } from '../db.ts';
import { innocentCodes, type Outcome } from '@mingjian/domain/warning.ts';
import { Refused } from '../refused.ts';
import { getWarning } from './get-warning.ts';

export type Saying = { outcome: Outcome; code: string | null; because: string };

/** Says what verification found of one warning. Innocent stays silent until the facts behind it change. History is only added to. */
export async function giveVerdict(db: Database, id: string, saying: Saying, at: Date): Promise<string> {
  if (!saying.because.trim()) throw nothingSaid();
  if (saying.outcome === 'innocent' && !(saying.code && saying.code in innocentCodes)) throw unknownCode(saying.code);
  const warning = await getWarning(db, id);
  await sql`insert into verdict (warning, outcome, code, because, facts_hash, said_at)
    select w.id, ${saying.outcome}, ${saying.code}, ${saying.because.trim()}, w.facts_hash, ${at} from warning w where w.id = ${warning.id}`.execute(db);
  return warning.id;
}

const nothingSaid = () =>
  new Refused('verdict.because', { zh: '没有说明理由', en: 'no reason is given' }, { zh: '用 --because 写明核实到的情况', en: 'say what verification found by --because' });

const unknownCode = (code: string | null) =>
  new Refused(
    'verdict.code',
    { zh: `没有代码为 ${code ?? ''} 的无责解释`, en: `there is no innocent explanation ${code ?? ''}` },
    {
      zh: `可用：${Object.entries(innocentCodes).map(([key, words]) => `${key} ${words.zh}`).join('，')}`,
      en: `use one of: ${Object.entries(innocentCodes).map(([key, words]) => `${key} ${words.en}`).join(', ')}`,
    },
  );
