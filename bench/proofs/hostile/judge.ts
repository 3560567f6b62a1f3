import type { House } from '@mingjian/server/house.ts';
import type { FileReport } from '@mingjian/server/imports/deliver.ts';
import { sql } from 'kysely';
import type { Case } from './case.ts';

/** What is wrong with how one bad file was taken; empty when it went as its case says. */
export async function judge(house: House, { expect }: Case, report: FileReport | undefined): Promise<string[]> {
  if (!report) return ['there is no report of it'];
  const wordless = silent(report);
  if ('refused' in expect) return [...wordless, ...(report.refused?.code === expect.refused ? [] : [`should be refused as ${expect.refused}, was ${became(report)}`])];
  if ('waits' in expect) return [...wordless, ...(report.outcome === 'waiting' ? [] : [`should wait, was ${became(report)}`])];
  if ('empty' in expect) return [...wordless, ...(report.outcome === 'waiting' || (report.outcome === 'imported' && report.batches.every(({ quality }) => quality.rows === 0)) ? [] : [`should be a list of nothing, was ${became(report)}`])];
  if (report.outcome !== 'imported') return [...wordless, `should be imported, was ${became(report)}`];
  const sum = (of: 'rows' | 'accepted' | 'quarantined'): number => report.batches.reduce((n, { quality }) => n + quality[of], 0);
  const codes = await quarantineCodes(house, report);
  const dropped = report.batches.flatMap(({ quality }) => Object.values(quality.dropped)).reduce((a, b) => a + b, 0);
  const remarks = [...report.remarks.map(({ code }) => code), ...report.batches.flatMap(({ quality }) => Object.keys(quality.noted))];
  return [
    ...wordless,
    ...(sum('accepted') === expect.accepted && sum('quarantined') === (expect.quarantined ?? 0) ? [] : [`should have ${expect.accepted} accepted and ${expect.quarantined ?? 0} quarantined, has ${sum('accepted')} and ${sum('quarantined')} (${codes.join(', ')})`]),
    ...(expect.because ?? []).filter((code) => !codes.includes(code)).map((code) => `should be quarantined because of ${code}, not ${codes.join(', ')}`),
    ...(expect.dropped !== undefined && expect.dropped !== dropped ? [`should have ${expect.dropped} rows left out, has ${dropped}`] : []),
    ...(expect.remarks ?? []).filter((code) => !remarks.includes(code)).map((code) => `should be remarked as ${code}`),
  ];
}

export const became = ({ outcome, refused, batches, waiting }: FileReport): string =>
  `${outcome} ${refused?.code ?? waiting.flatMap(({ proposal }) => proposal.waits.map(({ en }) => en)).join('; ')}${batches.map(({ register, quality }) => ` ${register} ${quality.accepted}+${quality.quarantined}`).join(',')}`.trim();

/** Nobody may be left without a sentence in their own language: what is wrong, and what to do. */
export function silent({ outcome, refused, waiting, file }: FileReport): string[] {
  if (outcome === 'refused' && !(refused?.words.zh && refused.words.en && refused.advice.zh && refused.advice.en && /\p{Script=Han}/u.test(refused.words.zh + refused.advice.zh))) return ['refused without words'];
  if (outcome === 'waiting' && !waiting.every(({ proposal }) => proposal.waits.length > 0 && proposal.waits.every(({ zh, en }) => zh && en))) return ['waits without words'];
  return file ? [] : ['does not name its file'];
}

/** Also asks that each refused row says where it is, why, and what to do. */
async function quarantineCodes({ db }: House, report: FileReport): Promise<string[]> {
  const { rows } = await sql<{ code: string; whole: boolean }>`
    select code, row > 0 and reason->>'zh' <> '' and reason->>'en' <> '' and remedy->>'zh' <> '' and remedy->>'en' <> '' as whole
    from quarantine where batch = any(${report.batches.map(({ batch }) => batch)}::bigint[])`.execute(db);
  return [...new Set(rows.map(({ code, whole }) => (whole ? code : `${code} without words`)))];
}
