import type { ManifestLine } from '../county.ts';

/** One row of `imports quarantine --json`. */
export type RefusedRow = { file: string; sheet: string | null; row: number; column: number | null; code: string; value: string };
export type QuarantineReport = { details: string[]; planted: number; found: number; kept: number; keptPlanted: number; unexpected: number };

/** Every spoilt row by itself: refused at its file, sheet, row and column for the reason expected, and no other row refused.
 *  A row whose number is merely nobody's is kept, under an id that no other row has: `ids` says which id the number at a place was
 *  given, `shared` how many cells have it. */
export function compareQuarantine(manifest: ManifestLine[], refused: RefusedRow[], ids: Map<string, string>, shared: Map<string, number>): QuarantineReport {
  const at = new Map(refused.map((r) => [place(r.file, r.sheet, r.row), r]));
  const report: QuarantineReport = { details: [], planted: 0, found: 0, kept: 0, keptPlanted: 0, unexpected: 0 };
  const expected = new Set<string>();
  for (const table of manifest) {
    const names = [table.file, ...(table.copy ? [table.copy] : [])];
    for (const blot of table.blots) {
      const places = names.map((name) => place(name, table.sheet, blot.row));
      const got = places.map((p) => at.get(p)).find((r) => r !== undefined);
      if (blot.code === 'kept') {
        report.keptPlanted++;
        const id = places.map((p) => ids.get(p)).find((one) => one !== undefined);
        if (!got && id && shared.get(id) === 1) report.kept++;
        else report.details.push(`not kept by itself: ${places[0]} ${got?.code ?? ''} ${id ? `shares an id with ${shared.get(id)} cells` : 'has no id'}`);
        continue;
      }
      report.planted++;
      for (const p of places) expected.add(p);
      if (got?.code === blot.code && got.column === blot.column + 1) report.found++;
      else report.details.push(`spoilt ${places[0]} column ${blot.column + 1} ${blot.code}: ${got ? `refused for ${got.code} in column ${got.column}` : 'not refused'}`);
    }
  }
  for (const [p, r] of at) if (!expected.has(p)) report.details.push(`refused, though nothing was spoilt: ${p} ${r.code}`);
  report.unexpected = [...at.keys()].filter((p) => !expected.has(p)).length;
  return report;
}

export const place = (file: string, sheet: string | null, row: number): string => `${file} [${sheet ?? ''}] ${row}`;
