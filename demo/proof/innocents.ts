import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Act, Subject } from '../world/ledger.ts';
import { tableText } from './program.ts';
import type { Listed } from './tables.ts';
import { keyOf } from './warnings.ts';

/** One line of `warnings let-go --format jsonl --reveal`. */
export type LetGo = { model: string; subjects: Subject[]; matter: string; reason: string; evidence: { file: string; sheet: string | null; row: number }[] };
export type InnocentsReport = { text: string[]; details: string[]; byException: number; silent: number; otherwise: number };

/** Every planted innocent by itself: let go by the exception that was planted, or nothing said of it at all. Let go for another
 *  reason only, it would be the house's luck and not its judgement. */
export function compareInnocents(county: string, acts: Act[], said: LetGo[], listed: Listed[]): InnocentsReport {
  const reasons = new Map<string, Set<string>>();
  const accountsIn = accountReader(county, acts, listed);
  for (const line of said) {
    for (const key of line.subjects[0]?.kind === 'account' ? accountsIn(line) : line.subjects.map(keyOf)) {
      const at = `${line.model} ${key}`;
      reasons.set(at, (reasons.get(at) ?? new Set()).add(line.reason));
    }
  }
  const judged = acts.filter((a) => !a.wrong).map((act) => {
    const given = new Set(act.subjects.flatMap((s) => [...(reasons.get(`${act.model} ${keyOf(s)}`) ?? [])]));
    return { act, given, how: given.size === 0 ? 'silent' : given.has(act.innocent_code ?? '') ? 'exception' : 'otherwise' } as const;
  });
  const count = (how: string, list = judged): number => list.filter((j) => j.how === how).length;
  const rows = [...Map.groupBy(judged, ({ act }) => `${act.model} ${act.innocent_code}`)].sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => [name, list.length, count('exception', list), count('silent', list), count('otherwise', list)]);
  return {
    text: [tableText(['look-alikes', 'planted', 'by exception', 'silent', 'otherwise'], rows)],
    details: judged.filter((j) => j.how === 'otherwise').map(({ act, given }) => `let go otherwise ${act.id} ${act.innocent_code} ${act.subjects[0]!.key}: ${[...given].join(', ')}`),
    byException: count('exception'), silent: count('silent'), otherwise: count('otherwise'),
  };
}

/** An account is a token to the house. Which account a line speaks of is read from the delivered rows it cites. */
function accountReader(county: string, acts: Act[], listed: Listed[]): (line: LetGo) => string[] {
  const accounts = new Set(acts.flatMap((a) => a.subjects.filter((s) => s.kind === 'account').map((s) => s.key)));
  const encodings = new Map(listed.map(({ file, encoding }) => [file, encoding]));
  const files = new Map<string, string[]>();
  const linesOf = (file: string): string[] => {
    const known = files.get(file);
    if (known) return known;
    const at = ['delivery-1', 'delivery-2'].map((dir) => path.join(county, dir, file)).find((one) => existsSync(one));
    const lines = at && encodings.get(file) ? new TextDecoder(encodings.get(file)!).decode(readFileSync(at)).split(/\r?\n/) : [];
    files.set(file, lines);
    return lines;
  };
  return ({ evidence }) => {
    const cited = evidence.flatMap(({ file, row }) => (linesOf(file)[row - 1] ?? '').replaceAll(' ', '').match(/\d{16,19}/g) ?? []);
    return [...new Set(cited)].filter((account) => accounts.has(account)).map((account) => `account:${account}`);
  };
}
