import { bad, ok, type Parsed } from '../complaint.ts';
import { compact, isBlank, unquote } from '../clean/text.ts';

const checkNumber = { zh: '请核对号码', en: 'Check the number' };
const masked = bad(
  'phone.masked',
  { zh: '电话号码已被遮盖，不能用于比对', en: 'The telephone number is masked and cannot be compared' },
  { zh: '请提供完整号码', en: 'Deliver the whole number' },
);
const scientific = bad(
  'phone.scientific',
  { zh: '电话号码被表格软件改成了科学计数法', en: 'A spreadsheet turned the telephone number into scientific notation' },
  { zh: '请将该列设为文本格式后重新导出', en: 'Export again with the column formatted as text' },
);
const several = bad('phone.several', { zh: '一个单元格里有多个电话号码', en: 'One cell holds several telephone numbers' }, { zh: '请只保留一个', en: 'Keep one of them' });
const unreadable = bad('phone.unreadable', { zh: '不是电话号码', en: 'Not a telephone number' }, checkNumber);

const FORMS = [
  /^1[3-9]\d{9}$/, // mobile
  /^0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}$/, // landline with its area
  /^[2-9]\d{6,7}$/, // landline within the area
  /^(?:[48]00\d{7}|95\d{3,5}|96\d{3,4}|1[0-2]\d{3})$/, // services
];

/** A telephone number as its digits, without +86, extension and punctuation; null where the cell is blank. */
export function parsePhone(raw: string): Parsed<string | null> {
  const text = unquote(compact(raw)).replace(/^(?:联系)?(?:电话|手机|tel)(?:号码?)?[:.]?/i, '');
  if (isBlank(text)) return ok(null);
  if (/[*×]|x{2,}/i.test(text)) return masked;
  if (/^\d(?:\.\d+)?e\+?\d{1,2}$/i.test(text)) return scientific;
  const single = read(text);
  if (single !== null) return ok(single);
  const parts = text.split(/[、,;/|]/).map(read);
  return parts.filter((part) => part !== null).length > 1 ? several : unreadable;
}

function read(text: string): string | null {
  const bare = text.replace(/\.0$/, '').replace(/(?:转|#|ext\.?)\d{1,5}$/i, '');
  return number(bare) ?? number(bare.replace(/-\d{1,4}$/, ''));
}

function number(text: string): string | null {
  const digits = text.replace(/[-()+._]/g, '').replace(/^(?:0086|86)(?=1[3-9]\d{9}$|0)/, '');
  return FORMS.some((form) => form.test(digits)) ? digits : null;
}
