import type { Act, Subject } from '../world/ledger.ts';
import { tableText } from './program.ts';

/** A warning as the house exports it. */
export type Heard = { id: string; model: string; level: string; tier: string; state: string; subjects: Subject[]; period: [string, string] | null; amount: number | null };
export type Outcome = { model: string; outcome: string; hits: number; let_go: number; identity: number; not_assessable: number };
/** What the house says after a delivery. `gone` are warnings of an earlier run that stand no more. */
export type Said = { outcomes: Outcome[]; warnings: Heard[]; gone: Heard[] };
export type WarningsReport = { text: string[]; details: string[]; found: number; planted: number; accused: number; held: number; lost: number; doubled: number; repaired: [number, number]; ok: boolean };

export const keyOf = (s: Subject): string => `${s.kind}:${s.key.toUpperCase()}`;
const speaksOf = (w: Heard, act: Act): boolean => {
  const subjects = new Set(w.subjects.map(keyOf));
  return act.subjects.some((s) => subjects.has(keyOf(s))) && touches(w.period, act.period);
};
const touches = (a: [string, string] | null, b: [string, string] | null): boolean => !a || !b || (a[0] <= b[1] && b[0] <= a[1]);

type Line = { model: string; planted: number; found: number; accused: Heard[]; missed: Act[]; innocents: number; letGo: number; held: string; confirm: number };

/** Lays what was planted beside what was said, model by model: after the second delivery for everything, after the first for
 *  what could be seen then. An act that only a probable match can see is neither asked for nor held against anybody. */
export function compareWarnings(acts: Act[], first: Said, second: Said): WarningsReport {
  const byModel = index(acts);
  const models = [...new Set([...byModel.keys(), ...second.outcomes.map((o) => o.model)])].sort();
  const lines = models.map((model) => lineOf(model, byModel.get(model) ?? [], first, second));
  const mended = (w: Heard): boolean => (byModel.get(w.model) ?? []).some((a) => a.repaired && speaksOf(w, a));
  const standing = new Set(second.warnings.map((w) => w.id));
  const lost = first.warnings.filter((w) => !standing.has(w.id) && !mended(w));
  const repairs = acts.filter((a) => a.repaired);
  const gone = repairs.filter((a) => second.gone.some((w) => w.model === a.model && speaksOf(w, a)) && !second.warnings.some((w) => w.model === a.model && speaksOf(w, a)));
  const doubled = doubles(second.warnings);
  const sum = (of: (l: Line) => number): number => lines.reduce((n, l) => n + of(l), 0);
  const [accused, held] = [sum((l) => l.accused.length), lines.filter((l) => l.held !== 'done').length];
  return {
    text: [tableOf(lines)], details: details(lines, lost, doubled, repairs.filter((a) => !gone.includes(a))),
    found: sum((l) => l.found), planted: sum((l) => l.planted), accused, held, lost: lost.length, doubled: doubled.length, repaired: [gone.length, repairs.length],
    ok: lines.every((l) => l.found >= 0.95 * l.planted) && accused + held + lost.length + doubled.length === 0 && gone.length === repairs.length,
  };
}

function index(acts: Act[]): Map<string, Act[]> {
  const map = new Map<string, Act[]>();
  for (const act of acts) for (const model of [act.model, ...(act.also ?? [])]) map.set(model, [...(map.get(model) ?? []), act]);
  return map;
}

function lineOf(model: string, acts: Act[], first: Said, second: Said): Line {
  const wrongs = acts.filter((a) => a.wrong);
  const sought = wrongs.filter((a) => a.model === model && a.seen_by !== 'K3');
  const [then, now] = [first, second].map((said) => said.warnings.filter((w) => w.model === model)) as [Heard[], Heard[]];
  const isSeen = (act: Act, said: Heard[]): boolean => said.some((w) => speaksOf(w, act));
  const missed = sought.filter((a) => (!a.repaired && !isSeen(a, now)) || (a.delivery === 1 && !isSeen(a, then)));
  const blamed = new Map<string, Heard>();
  for (const w of then) if (!wrongs.some((a) => a.delivery === 1 && speaksOf(w, a))) blamed.set(w.id, w);
  for (const w of now) if (!wrongs.some((a) => !a.repaired && speaksOf(w, a))) blamed.set(w.id, w);
  const outcome = second.outcomes.find((o) => o.model === model);
  return {
    model, planted: sought.length, found: sought.length - missed.length, missed, accused: [...blamed.values()],
    innocents: acts.filter((a) => !a.wrong && a.model === model).length, letGo: outcome?.let_go ?? 0, confirm: outcome?.identity ?? 0,
    held: [first, second].map((said) => said.outcomes.find((o) => o.model === model)?.outcome ?? 'not asked').find((o) => o !== 'done') ?? 'done',
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

const tableOf = (lines: Line[]): string =>
  tableText(['model', 'planted', 'found', 'recall', 'accused', 'look-alikes', 'let go', 'confirm', 'outcome'],
    lines.map((l) => [l.model, l.planted, l.found, l.planted ? `${Math.floor((100 * l.found) / l.planted)}%` : '-', l.accused.length, l.innocents, l.letGo, l.confirm, l.held]));

function details(lines: Line[], lost: Heard[], doubled: Heard[], unmended: Act[]): string[] {
  const act = (word: string, a: Act): string => `${word} ${a.id} ${a.act} ${a.subjects[0]!.key} ${a.period ?? ''} ${a.seen_by} d${a.delivery}`;
  const warning = (word: string, w: Heard): string => `${word} ${w.model} ${w.level} ${w.tier} ${w.subjects[0]!.kind} ${w.subjects[0]!.key} ${w.period ?? ''} ${w.amount}`;
  return [
    ...lines.flatMap((l) => [...l.missed.map((a) => act('missed  ', a)), ...l.accused.map((w) => warning('accused ', w))]),
    ...lost.map((w) => warning('lost    ', w)), ...doubled.map((w) => warning('doubled ', w)), ...unmended.map((a) => act('not gone', a)),
  ];
}
