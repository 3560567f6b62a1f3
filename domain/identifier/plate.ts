import { bad, ok, type Complaint, type Parsed } from '../complaint.ts';
import { compact, isBlank, unquote } from '../clean/text.ts';

export type PlateKind = 'ordinary' | 'new_energy' | 'learner' | 'police' | 'trailer' | 'consulate' | 'embassy' | 'border' | 'military';
export type Plate = { plate: string; kind: PlateKind };

const PROVINCE = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]';
const BODY = '[0-9A-HJ-NP-Z]'; // GA 36-2018: no I, no O
const FORMS: [PlateKind, RegExp][] = [
  ['ordinary', new RegExp(`^${PROVINCE}[A-Z]${BODY}{5}$`)],
  ['new_energy', new RegExp(`^${PROVINCE}[A-Z](?:[A-HJK]${BODY}\\d{4}|\\d{5}[A-HJK])$`)],
  ['learner', new RegExp(`^${PROVINCE}[A-Z]${BODY}{4}学$`)],
  ['police', new RegExp(`^${PROVINCE}(?:[A-Z]${BODY}{4}警|O\\d{5})$`)],
  ['trailer', new RegExp(`^${PROVINCE}[A-Z]${BODY}{4}挂$`)],
  ['consulate', new RegExp(`^${PROVINCE}[A-Z]${BODY}{4}领$`)],
  ['embassy', new RegExp(`^(?:使\\d{6}|${PROVINCE}A?\\d{4,6}使)$`)],
  ['border', new RegExp(`^粤Z${BODY}{4}[港澳]$`)],
  ['military', new RegExp(`^(?:WJ${PROVINCE}?\\d{4}${BODY}|[VKHBSLJNGC][A-Z]\\d{5})$`)],
];

const unreadable = bad(
  'plate.unreadable',
  { zh: '不是机动车号牌', en: 'Not a licence plate' },
  { zh: '请按行驶证填写，含省份简称', en: 'Write it as on the vehicle licence, with the character of the province' },
);
const masked = bad(
  'plate.masked',
  { zh: '号牌已被遮盖，不能用于比对', en: 'The plate is masked and cannot be compared' },
  { zh: '请提供完整号牌', en: 'Deliver the whole plate' },
);
const lookalike = bad(
  'plate.lookalike',
  { zh: '号牌中的字母 O、I 已按数字 0、1 识别', en: 'Letters O and I on the plate were read as 0 and 1' },
  { zh: '请核对号牌', en: 'Check the plate' },
);

/** A licence plate without dots and spaces, in capitals; null where the cell is blank. Letters O and I, which no plate has behind the city letter, are read as digits and noted. */
export function parsePlate(raw: string): Parsed<Plate | null> {
  const text = unquote(compact(raw)).toUpperCase().replace(/[·•.\-_()]/g, '').replace(/(?:黄|蓝|绿|黑|白)牌?$/, '');
  if (isBlank(text)) return ok(null);
  if (/[*×]/.test(text)) return masked;
  return match(text) ?? match(text.slice(0, 2) + text.slice(2).replaceAll('O', '0').replaceAll('I', '1'), [lookalike.complaint]) ?? unreadable;
}

function match(plate: string, notes: Complaint[] = []): Parsed<Plate> | null {
  const form = FORMS.find(([, pattern]) => pattern.test(plate));
  return form ? ok({ plate, kind: form[0] }, notes) : null;
}
