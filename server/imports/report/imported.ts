import { say } from '../../say.ts';
import type { FileReport } from '../deliver.ts';
import { table } from '../../table.ts';

/** What an import came to, for a program: one entry per file. */
export const reportJson = (reports: FileReport[]): string =>
  JSON.stringify(reports.map(({ file, sender, outcome, batches, waiting, refused, drift, remarks }) => ({
    file, sender, outcome, drift,
    batches: batches.map(({ batch, register, asAt, asAtFrom, sources }) => ({ batch: String(batch), register, as_at: asAt, as_at_from: asAtFrom, tables: sources })),
    waiting: waiting.map(({ table, proposal }) => ({ sheet: table.sheet, headers: table.headers.map(({ name }) => name), waits: proposal.waits, candidates: proposal.candidates.map(({ register, confidence, missing }) => ({ register, confidence, missing })) })),
    remarks: remarks.map(({ code, words, remedy }) => ({ code, words, remedy })),
    refused: refused && { code: refused.code, words: refused.words, advice: refused.advice },
  })), null, 2);

const OUTCOMES = {
  imported: { zh: '已导入', en: 'imported' }, already: { zh: '此前已导入', en: 'already there' }, waiting: { zh: '待确认', en: 'waiting' }, refused: { zh: '被拒绝', en: 'refused' },
};

/** What an import came to, for a person: a table, then what needs somebody. */
export function reportText(reports: FileReport[]): string {
  const headers = [say({ zh: '文件', en: 'file' }), say({ zh: '结果', en: 'outcome' }), say({ zh: '登记表', en: 'register' }), say({ zh: '行', en: 'rows' }), say({ zh: '接收', en: 'accepted' }), say({ zh: '隔离', en: 'quarantined' })];
  const parts = [table(headers, reports.flatMap(lines)), ...reports.flatMap(needs), totals(reports)];
  return parts.filter(Boolean).join('\n');
}

function lines({ file, outcome, batches }: FileReport): (string | number)[][] {
  if (batches.length === 0) return [[file, say(OUTCOMES[outcome]), '', 0, 0, 0]];
  return batches.map(({ register, quality }) => [file, say(OUTCOMES[outcome]), register, quality.rows, quality.accepted, quality.quarantined]);
}

function needs({ file, waiting, refused, drift, remarks }: FileReport): string[] {
  return [
    ...(refused ? [say({ zh: `\n${file}：${refused.words.zh}。${refused.advice.zh}。`, en: `\n${file}: ${refused.words.en}. ${refused.advice.en}.` })] : []),
    ...waiting.map(({ table, proposal }) => {
      const best = proposal.candidates[0];
      const guess = best ? say({ zh: `最像 ${best.register}（${Math.floor(best.confidence * 100)}%）`, en: `most like ${best.register} (${Math.floor(best.confidence * 100)}%)` }) : '';
      return `\n${file}${table.sheet ? ` [${table.sheet}]` : ''}: ${proposal.waits.map(say).join('; ')} ${guess}`.trimEnd();
    }),
    ...remarks.map(({ words, remedy }) => say({ zh: `\n${file}：${words.zh}。${remedy.zh}。`, en: `\n${file}: ${words.en}. ${remedy.en}.` })),
    ...drift.map((words) => `\n${file}: ${say(words)}`),
  ];
}

function totals(reports: FileReport[]): string {
  const sum = (of: (report: FileReport) => number) => reports.reduce((n, report) => n + of(report), 0);
  const rows = sum(({ batches }) => batches.reduce((n, { quality }) => n + quality.rows, 0));
  const quarantined = sum(({ batches }) => batches.reduce((n, { quality }) => n + quality.quarantined, 0));
  const waiting = sum((report) => report.waiting.length);
  const refused = sum((report) => (report.refused ? 1 : 0));
  const head = say({ zh: `\n${reports.length} 个文件，${rows} 行；待确认 ${waiting} 张表，隔离 ${quarantined} 行，拒绝 ${refused} 个文件。`, en: `\n${reports.length} files, ${rows} rows; ${waiting} tables wait, ${quarantined} rows are quarantined, ${refused} files refused.` });
  const quarantine = quarantined > 0 ? say({ zh: '\n把隔离的行导出改正后再导入：mingjian imports quarantine --out 隔离.xlsx', en: '\nTo correct what is quarantined and import it again: mingjian imports quarantine --out FILE.xlsx' }) : '';
  const mapping = waiting > 0 ? say({ zh: '\n待确认的表写一个映射文件再导入：mingjian import 文件 --mapping 映射.yaml', en: '\nTo settle a table that waits: mingjian import FILE --mapping MAPPING.yaml' }) : '';
  return head + quarantine + mapping;
}
