import { say } from '../../say.ts';
import { table } from '../../table.ts';
import type { Refused } from '../quarantine/store.ts';

export const NOTHING_REFUSED = { zh: '没有被隔离的行。', en: 'No row is quarantined.' };

/** Refused rows for a program; `value` is masked where it may be personal, `row` and `column` count from 1 in the delivered file. */
export const refusedJson = (rows: Refused[]): string =>
  JSON.stringify(rows.map(({ id, batch, file, sheet, row, col, header, register, name, code, shown, reason, remedy }) => ({ number: String(id), batch: String(batch), file, sheet, row, column: col, header, register, name, code, value: shown, reason, remedy })), null, 2);

/** Refused rows for a person: where each stands, what is wrong, what to do. */
export function refusedText(rows: Refused[]): string {
  if (rows.length === 0) return say(NOTHING_REFUSED);
  const headers = [{ zh: '隔离编号', en: 'number' }, { zh: '批次', en: 'batch' }, { zh: '文件', en: 'file' }, { zh: '工作表', en: 'sheet' }, { zh: '行', en: 'row' }, { zh: '列', en: 'column' }, { zh: '值', en: 'value' }, { zh: '问题', en: 'reason' }, { zh: '处理办法', en: 'remedy' }].map(say);
  return table(headers, rows.map((one) => [String(one.id), String(one.batch), one.file, one.sheet ?? '', one.row, one.header || one.name, one.shown, say(one.reason), say(one.remedy)]));
}
