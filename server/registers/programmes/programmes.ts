import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import { foldProgramme } from './programme-names.ts';
import type { Vocabulary } from './vocabulary.ts';

/** From which confidence a name counts without a person: an exact name or its unmistakable stem. Below it the programme stays
 *  null and waits, because money under a wrong programme accuses people under a rule that does not bind them. */
export const CERTAIN = 0.95;

export type NamedProgramme = { programme: string | null; state: 'certain' | 'confirmed' | 'waiting' | 'unmapped'; confidence: number; proposal: string | null };
export type Asking = { region: number; sender: string; county?: string; on?: string };

type AliasTable = { id: bigint; region: bigint; sender: string; delivered: string; folded: string; valid_from: string; valid_to: string | null; programme: string | null; confidence: number; state: string; because: string };
const aliases = (db: Database) => db.withTables<{ programme_alias: AliasTable }>();

/** What the distinct programme names of a sender mean on a day. What a person confirmed goes first; what is near is kept as a
 *  proposal that waits; what is unknown is kept too, so that `registers aliases` can show it. Idempotent. */
export async function resolveProgrammes(db: Database, vocabulary: Vocabulary, asking: Asking, names: readonly string[]): Promise<Map<string, NamedProgramme>> {
  const decided = await decidedAliases(db, asking);
  const answers = new Map<string, NamedProgramme>();
  const waiting: { name: string; answer: NamedProgramme; because: string }[] = [];
  for (const name of new Set(names)) {
    if (name.trim() === '') continue;
    const confirmed = decided.get(foldProgramme(name, asking.county));
    const guess = confirmed === undefined ? vocabulary.guess(name, asking.county) : null;
    const answer = confirmed !== undefined ? said(confirmed) : guessed(guess);
    answers.set(name, answer);
    if (answer.state === 'waiting' || answer.state === 'unmapped') waiting.push({ name, answer, because: guess?.because ?? 'unknown' });
  }
  if (waiting.length > 0) await keepWaiting(db, asking, waiting);
  return answers;
}

const said = (programme: string | null): NamedProgramme => ({ programme, state: 'confirmed', confidence: 1, proposal: null });
function guessed(guess: ReturnType<Vocabulary['guess']>): NamedProgramme {
  if (!guess) return { programme: null, state: 'unmapped', confidence: 0, proposal: null };
  if (guess.confidence >= CERTAIN) return { programme: guess.programme, state: 'certain', confidence: guess.confidence, proposal: null };
  return { programme: null, state: 'waiting', confidence: guess.confidence, proposal: guess.programme };
}

async function decidedAliases(db: Database, { region, sender, on = '9999-01-01' }: Asking): Promise<Map<string, string | null>> {
  const rows = await aliases(db).selectFrom('programme_alias').select(['folded', 'programme', 'sender'])
    .where('state', '=', 'confirmed').where('region', '=', BigInt(region)).where('sender', 'in', ['', sender])
    .where('valid_from', '<=', on).where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', on)]))
    .orderBy('sender').orderBy('valid_from').execute();
  return new Map(rows.map((row) => [row.folded, row.programme])); // the sender's own, and the later, goes before
}

async function keepWaiting(db: Database, { region, sender, county }: Asking, waiting: { name: string; answer: NamedProgramme; because: string }[]): Promise<void> {
  const rows = [...new Map(waiting.map((one) => [foldProgramme(one.name, county), one]))];
  await sql`
    insert into programme_alias (region, sender, delivered, folded, programme, confidence, state, because)
    select ${BigInt(region)}, ${sender}, delivered, folded, programme, confidence, 'proposed', because
    from unnest(${rows.map(([, one]) => one.name)}::text[], ${rows.map(([folded]) => folded)}::text[], ${rows.map(([, one]) => one.answer.proposal)}::text[],
      ${rows.map(([, one]) => one.answer.confidence)}::real[], ${rows.map(([, one]) => one.because)}::text[]) as told (delivered, folded, programme, confidence, because)
    on conflict (region, sender, folded, valid_from) do nothing`.execute(db);
}

/** A person says what a sender's name means; `programme` null: it is none of ours. Later imports resolve it at once. */
export async function confirmAlias(db: Database, asking: Asking, delivered: string, programme: string | null, from = '0001-01-01'): Promise<void> {
  await sql`
    insert into programme_alias (region, sender, delivered, folded, valid_from, programme, confidence, state, because, decided_at)
    values (${BigInt(asking.region)}, ${asking.sender}, ${delivered}, ${foldProgramme(delivered, asking.county)}, ${from}, ${programme}, 1, 'confirmed', 'person', now())
    on conflict (region, sender, folded, valid_from) do update set programme = excluded.programme, confidence = 1, state = 'confirmed', because = 'person', decided_at = now()`.execute(db);
}

/** The county's own list pairs its codes with names that the vocabulary knows: P0031 高龄津贴 makes P0031 the programme elder. */
export async function learnPolicyCodes(db: Database, vocabulary: Vocabulary, asking: Asking, pairs: readonly { code: string; name: string }[]): Promise<number> {
  let learned = 0;
  for (const { code, name } of pairs) {
    const meant = vocabulary.guess(name, asking.county);
    if (code.trim() === '' || !meant || meant.confidence < CERTAIN || vocabulary.guess(code, asking.county)) continue;
    await confirmAlias(db, { ...asking, sender: '' }, code, meant.programme);
    learned += 1;
  }
  return learned;
}

export type Waiting = { sender: string; delivered: string; proposal: string | null; confidence: number };
export async function waitingAliases(db: Database, region: number): Promise<Waiting[]> {
  const rows = await aliases(db).selectFrom('programme_alias').select(['sender', 'delivered', 'programme', 'confidence'])
    .where('state', '=', 'proposed').where('region', '=', BigInt(region)).orderBy('sender').orderBy('delivered').execute();
  return rows.map((row) => ({ sender: row.sender, delivered: row.delivered, proposal: row.programme, confidence: row.confidence }));
}
