import { agree } from './statement/agreed.ts';
import { type Candidates, candidatesText, gather } from './statement/candidates.ts';
import { type Compiled, findingColumns } from './compiled.ts';
import { type Circumstances, Draft, nowhere } from './statement/draft.ts';
import { at } from './expression.ts';
import { factColumns } from './facts.ts';
import { covered, hasPlace, unfit } from './statement/fit.ts';
import { judge, judgedText, sayRows, settledText, toldColumns } from './statement/judge.ts';
import { type Sayings, mattersText, sayMatters } from './statement/matters.ts';
import { type Model, only } from './model.ts';
import { openPeers } from './statement/peers.ts';
import { calendarText } from './statement/months.ts';
import { type Reading, foldedRows, plainText, prepare, readText } from './statement/read.ts';
import { openReconcile } from './statement/reconcile.ts';
import { isUnfoldedWhereItMeets } from './statement/source.ts';

export type { Circumstances } from './statement/draft.ts';

/** Writes a model as one statement. Throws Unreadable where the model says what cannot be said; `check` finds all such places at once. */
export function compile(model: Model, given: Circumstances): Compiled {
  const draft = new Draft(model, given);
  const readings = new Map([...draft.sources.values()].map((source) => [source.alias, at(['reads', source.alias], () => prepare(draft, source))]));
  const both = model.reconcile ? at(['reconcile'], () => openReconcile(draft, readings, model.reconcile!)) : null;
  const peers = model.peers ? at(['peers'], () => openPeers(draft, model.peers!)) : null;
  const found = gather(draft);
  const rows = sayRows(draft, found);
  const judgement = judge(draft, found);
  const said = sayMatters(draft, rows);
  if (model.finding_per) joinFindings(draft, model.finding_per, rows, judgement.unit);
  const matters = mattersText(draft, judgement, said);
  const told = toldColumns(judgement, rows, matters);
  const agreed = agree(draft, found, readings);
  const steps = [
    unfit(draft),
    ...needsCover(draft),
    ...unfolded(draft, readings),
    ...(both?.tables() ?? []),
    ...agreed,
    ...(peers ? [peers.table(readings)] : []),
    `${candidatesText(draft, found, readings)}`,
    ...judgement.tables.map((table) => table(readings)),
    judgedText(judgement, rows, told),
    settledText(draft, judgement, found, rows, told),
    matters,
  ];
  const counts = [...unfitCounts(draft, readings), ...identityCounts(draft, found, readings), ...(both?.counts() ?? [])];
  return {
    sql: `with\n${steps.join(',\n')}\n${endText(draft, said, counts)}\n`,
    asked: askedText(draft, readings),
    reads: readsOf(draft),
    measures: said.measures.map((m) => `m_${m.name}`),
    peers: peers && { sql: [withSteps(unfolded(draft, readings)), peers.pairs(readings)].join(''), unit: peers.unit },
    oneSubject: !model.peers && !model.having && !model.finding_per,
  };
}

const withSteps = (steps: string[]): string => (steps.length ? `with\n${steps.join(',\n')}\n` : '');

/** Sources that are read month by month: the months that their rows have, and the rows where they are summed up by them. */
function unfolded(draft: Draft, readings: Map<string, Reading>): string[] {
  return [...readings.values()].flatMap((reading) => {
    const { source, months, numbered } = reading;
    if (!months) return [];
    const calendar = calendarText(draft, source, months, plainText(reading), `${source.name}_${numbered ? 'stretches' : 'rows'}`);
    if (isUnfoldedWhereItMeets(source)) return [calendar];
    const kept = draft.model.reconcile && !numbered ? draft.dialect.kept : draft.dialect.inline;
    return [`${source.name}_rows as ${kept}${foldedRows(draft, reading)}`, ...(numbered ? [numbered.stretches()] : []), calendar];
  });
}

function needsCover(draft: Draft): string[] {
  const registers = (draft.model.without ?? []).filter((entry) => only(entry)[1].covering).map((entry) => draft.source(only(entry)[0], nowhere).register.id);
  return registers.length ? [covered(draft, [...new Set(registers)])] : [];
}

/** One finding of rows whose subjects differ: the subject of the first row, by address, speaks for all. */
function joinFindings(draft: Draft, per: string[], rows: ReturnType<typeof sayRows>, unit: string[]): void {
  const keys = per.map((text) => draft.later().resolve(...(text.split('.') as [string, string]), nowhere).sql);
  rows.subject.sql = `first_value(${rows.subject.sql}) over (partition by ${keys.join(', ')} order by ${unit.join(', ')})`;
}

/** A counted “not assessable”: `n` where rows stand for more than themselves. */
type Count = { reason: string; region: string; from: string; n?: string };

const townOf = (region: string): string => `(${region} - ${region} % 1000)`;
const empty: Record<string, string> = { n: 'bigint', region: 'bigint', period_from: 'date', period_to: 'date', amount: 'bigint', tier: 'integer', evidence: 'bigint[]' };

/** A row that only counts: everything but result, reason, number and town is null. */
function countRow(said: Sayings, filled: Record<string, string>): string {
  const nothing = (name: string) => `cast(null as ${empty[name] ?? 'varchar'})`;
  return [...Object.keys(findingColumns).map((name) => filled[name] ?? nothing(name)), ...said.measures.map(() => 'null')].join(', ');
}

function endText(draft: Draft, said: Sayings, counts: Count[]): string {
  const region = hasPlace(draft.asked) || draft.model.reconcile ? townOf('c.region') : 'cast(null as bigint)';
  const parts = [
    `select * from matters`,
    `select ${countRow(said, { result: "'not_assessable'", reason: 'c.reason', n: 'count(*)', region })}\nfrom settled c where c.result = 'not_assessable' group by c.reason, ${region}`,
    ...counts.map((c) => `select ${countRow(said, { result: "'not_assessable'", reason: c.reason, n: c.n ?? 'count(*)', region: c.region })}\n${c.from}`),
  ];
  return parts.join('\nunion all\n');
}

/** Asked rows of towns in which the question cannot be asked. */
function unfitCounts(draft: Draft, readings: Map<string, Reading>): Count[] {
  return askedSides(draft).map((alias) => {
    const source = draft.source(alias, nowhere);
    const reading = readings.get(alias)!;
    const rows = reading.months ? `${foldedRows(draft, reading)} ${source.name}` : readText(reading);
    const counted = reading.months ? { n: draft.dialect.bigint('sum(months)') } : {};
    const place = source.register.place;
    if (!place) return { ...counted, reason: 'u.reason', region: 'cast(null as bigint)', from: `from ${rows} cross join unfit u group by u.reason` };
    return { ...counted, reason: 'u.reason', region: 'u.town', from: `from ${rows} join unfit u on u.town = coalesce(${townOf(`${source.name}.${place}`)}, 0) group by u.reason, u.town` };
  });
}

const askedSides = (draft: Draft): string[] => (draft.model.reconcile ? draft.model.reconcile.sides : [draft.asked.alias]);

/** Asked rows whose person has no usable number: they meet nobody, so nothing can be said of them. */
function identityCounts(draft: Draft, found: Candidates, readings: Map<string, Reading>): Count[] {
  if (draft.model.tiers === 'any') return [];
  const columns = draft.model.reconcile ? [] : [...found.identity];
  return columns.slice(0, 1).map(() => {
    const { alias, name, register } = draft.asked;
    const region = register.place ? townOf(`${name}.${register.place}`) : 'cast(null as bigint)';
    const fit = register.place ? [` left join unfit u on u.town = coalesce(${region}, 0)`, 'u.town is null'] : ['', 'not exists (select 1 from unfit u)'];
    const unusable = columns.map((c) => `${name}.${c}_tier > 2`).join(' or ');
    return { reason: `'identity'`, region, from: `from ${readText(readings.get(alias)!)}${fit[0]} where (${unusable}) and ${fit[1]} group by ${register.place ? region : '1, 2'}` };
  });
}

function askedText(draft: Draft, readings: Map<string, Reading>): string {
  const [, text] = only(draft.model.about as Record<string, string>);
  const asked = draft.asked;
  const reading = readings.get(asked.alias)!;
  const reconcile = draft.model.reconcile;
  if (reconcile) {
    const key = reconcile.same[text.replace('key.', '')];
    return `select count(distinct ${typeof key === 'string' ? key : (key?.[0] ?? '_ref')}) as asked from ${foldedRows(draft, reading)} ${asked.name}`;
  }
  const column = text.startsWith(`${asked.alias}.`) && asked.outer.get(text.slice(asked.alias.length + 1));
  const at = column ? `${asked.name}.${text.slice(asked.alias.length + 1)}` : '';
  const counted = column ? `count(distinct ${column.type.kind === 'party' ? `coalesce(${at}_org, ${draft.dialect.text(`${at}_pid`)})` : at})` : reading.months ? draft.dialect.bigint('sum(months)') : 'count(*)';
  return `select ${counted} as asked from ${reading.months ? `${foldedRows(draft, reading)} ${asked.name}` : readText(reading)}`;
}

/** What each register is read for, in the order of its facts. */
function readsOf(draft: Draft): Record<string, string[]> {
  const reads: Record<string, string[]> = {};
  for (const source of draft.sources.values()) {
    const facts = factColumns(source.register).filter((c) => c.of && (source.used.has(c.name) || source.sifted.has(c.name))).map((c) => c.name);
    reads[source.register.id] = [...new Set([...(reads[source.register.id] ?? []), ...facts])];
  }
  return reads;
}
