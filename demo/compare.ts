import type { Act, Subject } from './world/ledger.ts';

/** A warning as the house exports it. */
export type Heard = { id: string; model: string; level: string; tier: string; state: string; subjects: Subject[]; period: [string, string] | null; amount: number | null };
export type Outcome = { model: string; outcome: string; hits: number; let_go: number; identity: number; not_assessable: number };
export type Verdict = { imported: unknown; outcomes: Outcome[]; warnings: Heard[]; identity: Heard[] };
export type Report = { text: string; recall: string; accused: number; held: number; lost: number; doubled: number; ok: boolean };

const keyOf = (s: Subject): string => `${s.kind}:${s.key.toUpperCase()}`;
const speaksOf = (w: Heard, act: Act): boolean => {
  const subjects = new Set(w.subjects.map(keyOf));
  return act.subjects.some((s) => subjects.has(keyOf(s)));
};
const touches = (a: [string, string] | null, b: [string, string] | null): boolean => !a || !b || (a[0] <= b[1] && b[0] <= a[1]);

type Line = { model: string; planted: number; found: number; accused: Heard[]; missed: Act[]; innocents: number; letGo: number; held: string; confirm: number };

/** Lays what was planted beside what was said, model by model: after the second delivery for everything, after the first for
 *  what could be seen then. An act that only a probable match can see is neither asked for nor held against anybody. */
export function compare(acts: Act[], first: Verdict, second: Verdict, verbose = false): Report {
  const models = [...new Set([...acts.map((a) => a.model), ...second.outcomes.map((o) => o.model)])].sort();
  const byModel = index(acts);
  const lines = models.map((model) => lineOf(model, byModel, first, second));
  const lost = first.warnings.filter((w) => !second.warnings.some((v) => v.id === w.id && v.state !== 'gone'));
  const doubled = doubles(second.warnings);
  const accused = lines.reduce((sum, l) => sum + l.accused.length, 0);
  const held = lines.filter((l) => l.held !== 'done').length;
  const [found, planted] = [lines.reduce((sum, l) => sum + l.found, 0), lines.reduce((sum, l) => sum + l.planted, 0)];
  const ok = lines.every((l) => l.found >= 0.95 * l.planted) && accused + held + lost.length + doubled.length === 0;
  const text = [tableOf(lines), ...(verbose ? details(lines, lost, doubled) : [])].join('\n');
  return { text, recall: `${found}/${planted}`, accused, held, lost: lost.length, doubled: doubled.length, ok };
}

function index(acts: Act[]): Map<string, Act[]> {
  const map = new Map<string, Act[]>();
  for (const act of acts) for (const model of [act.model, ...(act.also ?? [])]) map.set(model, [...(map.get(model) ?? []), act]);
  return map;
}

function lineOf(model: string, byModel: Map<string, Act[]>, first: Verdict, second: Verdict): Line {
  const acts = byModel.get(model) ?? [];
  const wrongs = acts.filter((a) => a.wrong);
  const sought = wrongs.filter((a) => a.model === model && a.seen_by !== 'K3');
  const after = (v: Verdict): Heard[] => v.warnings.filter((w) => w.model === model);
  const seen = (act: Act, v: Verdict): boolean => after(v).some((w) => speaksOf(w, act) && touches(w.period, act.period));
  const missed = sought.filter((a) => !seen(a, second) || (a.delivery === 1 && !seen(a, first)));
  const blamed = new Map<string, Heard>();
  for (const [v, delivery] of [[first, 1], [second, 2]] as const) {
    for (const w of after(v)) if (!wrongs.some((a) => a.delivery <= delivery && speaksOf(w, a))) blamed.set(w.id, w);
  }
  const outcome = second.outcomes.find((o) => o.model === model);
  return {
    model, planted: sought.length, found: sought.length - missed.length, missed, accused: [...blamed.values()],
    innocents: acts.filter((a) => !a.wrong && a.model === model).length, letGo: outcome?.let_go ?? 0, confirm: outcome?.identity ?? 0,
    held: [first, second].map((v) => v.outcomes.find((o) => o.model === model)?.outcome ?? 'not asked').find((o) => o !== 'done') ?? 'done',
  };
}

/** Two standing warnings that say the same of the same subject for the same time. */
function doubles(warnings: Heard[]): Heard[] {
  const seen = new Set<string>();
  return warnings.filter((w) => {
    const key = JSON.stringify([w.model, w.subjects, w.period, w.amount]);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

function tableOf(lines: Line[]): string {
  const head = ['model', 'planted', 'found', 'recall', 'accused', 'look-alikes', 'let go', 'confirm', 'outcome'];
  const rows = lines.map((l) => [l.model, l.planted, l.found, l.planted ? `${Math.floor((100 * l.found) / l.planted)}%` : '-', l.accused.length, l.innocents, l.letGo, l.confirm, l.held].map(String));
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i]!.length)));
  return [head, ...rows].map((row) => row.map((cell, i) => (i ? cell.padStart(widths[i] as number) : cell.padEnd(widths[i] as number))).join('  ')).join('\n');
}

function details(lines: Line[], lost: Heard[], doubled: Heard[]): string[] {
  const out: string[] = [];
  for (const l of lines) {
    for (const a of l.missed.slice(0, 8)) out.push(`missed   ${a.id} ${a.act} ${a.subjects[0]!.key} ${a.period ?? ''} ${a.seen_by} d${a.delivery}`);
    for (const w of l.accused.slice(0, 8)) out.push(`accused  ${w.model} ${w.level} ${w.tier} ${w.subjects[0]!.kind} ${w.subjects[0]!.key} ${w.period ?? ''} ${w.amount}`);
  }
  for (const w of lost.slice(0, 10)) out.push(`lost     ${w.model} ${w.subjects[0]!.key} ${w.period ?? ''}`);
  for (const w of doubled.slice(0, 10)) out.push(`doubled  ${w.model} ${w.subjects[0]!.key} ${w.period ?? ''}`);
  return out;
}
