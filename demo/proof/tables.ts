import type { ManifestLine } from '../county.ts';

/** One table as `imports --json` lists it. */
export type Listed = {
  file: string; sheet: string | null; register: string | null; encoding: string | null; rows: number; accepted: number; quarantined: number;
  columns: Record<string, { header: string; at: number[] } | null>;
};
export type TablesReport = { details: string[]; files: number; again: number; byHand: number; wrong: number; tables: number; columns: number; wrongColumns: number; rows: number; lostRows: number };

/** Lays each delivered table beside what the house took it for: its register, each of its columns, each of its rows. `listed` is
 *  what this delivery added to the list. A file needs a hand where a table of it waits, was refused, or lacks a column that it
 *  has. `isAgain`: the same bytes were delivered before, and must add nothing. */
export function compareTables(manifest: ManifestLine[], listed: Listed[], isAgain: (file: string) => boolean): TablesReport {
  const report: TablesReport = { details: [], files: 0, again: 0, byHand: 0, wrong: 0, tables: manifest.length, columns: 0, wrongColumns: 0, rows: 0, lostRows: 0 };
  for (const [file, tables] of Map.groupBy(manifest, (m) => m.file)) {
    const names = [file, ...tables.flatMap((m) => m.copy ?? [])];
    if (isAgain(file)) {
      report.again++;
      continue;
    }
    const taken = listed.filter((one) => names.includes(one.file));
    const before = report.details.length;
    const found = tables.map((m) => compareTable(m, taken, report));
    report.files++;
    if (found.some((f) => f === 'by hand')) report.byHand++;
    if (found.some((f) => f === 'wrong') || taken.length > tables.length) report.wrong++;
    if (taken.length > tables.length) report.details.push(`${file}: ${taken.length} tables stand where ${tables.length} were sent`);
    for (let i = before; i < report.details.length; i++) report.details[i] = `${file}: ${report.details[i]}`;
  }
  return report;
}

function compareTable(sent: ManifestLine, taken: Listed[], report: TablesReport): 'right' | 'by hand' | 'wrong' {
  report.rows += sent.rows;
  const one = taken.find((t) => t.sheet === sent.sheet && t.register === sent.register) ?? taken.find((t) => t.sheet === sent.sheet && t.register === null);
  if (!one) {
    report.lostRows += sent.rows;
    report.details.push(`no table of ${sent.register} (${sent.sheet ?? 'no sheet'}); ${taken.map((t) => t.register).join(', ') || 'nothing'} stands`);
    return taken.some((t) => t.sheet === sent.sheet) ? 'wrong' : 'by hand';
  }
  if (one.register === null) {
    report.lostRows += sent.rows;
    report.details.push(`${sent.sheet ?? 'the table'} waits`);
    return 'by hand';
  }
  const unaccounted = Math.abs(sent.rows - one.rows) + Math.abs(one.rows - one.accepted - one.quarantined);
  if (unaccounted) report.details.push(`${sent.rows} rows written, ${one.rows} read, ${one.accepted} accepted, ${one.quarantined} quarantined`);
  report.lostRows += unaccounted;
  return compareColumns(sent, one, report);
}

function compareColumns(sent: ManifestLine, one: Listed, report: TablesReport): 'right' | 'by hand' | 'wrong' {
  const meant = new Set(sent.heads.flatMap(({ means }, i) => means.map((column) => `${column} ${i + 1}`)));
  const mapped = new Set(Object.entries(one.columns).flatMap(([column, from]) => (from?.at ?? []).map((at) => `${column} ${at}`)));
  const [amiss, missing] = [[...mapped].filter((m) => !meant.has(m)), [...meant].filter((m) => !mapped.has(m))];
  report.columns += meant.size;
  report.wrongColumns += amiss.length;
  if (amiss.length) report.details.push(`mapped amiss: ${amiss.join(', ')}`);
  if (missing.length) report.details.push(`not mapped: ${missing.join(', ')}`);
  return amiss.length ? 'wrong' : missing.length ? 'by hand' : 'right';
}
