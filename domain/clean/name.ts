import { ok, bad, type Parsed } from '../complaint.ts';
import { isGarbled } from './garbled.ts';
import { cleanText } from './text.ts';

/** A name as delivered (cleaned of spaces only), and the key under which it is compared; the key is null where the name is unknown:
 *  masked, or with a character that some system could not write. A null key agrees with every name. */
export type PersonName = { raw: string; key: string | null };

// Dots between the parts of a transcribed name are written in a dozen ways, and often left out.
const DOTS = /[·•․‧∙⋅・ᆞ⸱⸳●.。．、|]/g;
const MASKED = /[*＊×xX]{1,}|某/;
const LOST = /[?？□■�\u25a0-\u25a3\ue000-\uf8ff]|[\u{f0000}-\u{10fffd}]/u;
/** 王五等3人, 李四等人: one name for several. */
const GROUP = /等(?:\s*(?:\d+|[一二两三四五六七八九十几多]+)\s*(?:余|多)?\s*[人户名个位口]|人|户)\s*$/u;
const NOBODY = /^(?:无|未知|不详|本人|同上|空|null|n\/a|[-/\\.]+)$/i;
/** Courtesies, and the figure by which a village tells two of one name apart (张三1). */
const TITLES = /(?:先生|女士|同志|小姐|(?<=\p{Script=Han})\d{1,2})$/u;
const REMARKS = /\([^()]{0,20}\)/g;

// Pairs that registration offices write for each other in names; the comparison folds the left to the right.
const VARIANTS = new Map(
  Object.entries({
    昇: '升', 堃: '坤', 喆: '哲', 峯: '峰', 崐: '昆', 崑: '昆', 菓: '果', 陞: '升', 祕: '秘', 傑: '杰', 鑑: '鉴', 鋭: '锐', 劉: '刘', 張: '张', 陳: '陈', 楊: '杨', 趙: '赵',
    黃: '黄', 吳: '吴', 孫: '孙', 馬: '马', 鄭: '郑', 謝: '谢', 韓: '韩', 馮: '冯', 許: '许', 鄧: '邓', 蕭: '萧', 葉: '叶', 呂: '吕', 蘇: '苏', 蔣: '蒋', 賈: '贾', 閆: '闫', 閻: '阎',
    薑: '姜', 譚: '谭', 陸: '陆', 國: '国', 華: '华', 蘭: '兰', 紅: '红', 軍: '军', 麗: '丽', 鳳: '凤', 東: '东', 雲: '云', 龍: '龙', 鳴: '鸣', 貴: '贵', 榮: '荣', 強: '强', 彊: '强',
    愛: '爱', 義: '义', 禮: '礼', 學: '学', 進: '进', 偉: '伟', 剛: '刚', 寶: '宝', 寳: '宝', 慶: '庆', 廣: '广', 連: '连', 蓮: '莲', 順: '顺', 興: '兴', 長: '长', 鐵: '铁', 銀: '银',
    鈎: '钩', 鉤: '钩', 甯: '宁', 寧: '宁', 寗: '宁', 溫: '温', 衆: '众', 眾: '众', 羣: '群', 裏: '里', 裡: '里', 鎭: '镇', 鎮: '镇', 産: '产', 產: '产', 靑: '青', 淸: '清', 戶: '户', 衞: '卫', 衛: '卫',
  }),
);

/** The key under which two names are compared, or null where the name is unknown. Folds width, spaces, dots, case, remarks in brackets, courtesy titles, a figure behind the name and known variants. */
export function foldName(raw: string): string | null {
  const text = cleanText(raw).replaceAll(' ', '');
  if (text === '' || NOBODY.test(text) || LOST.test(text) || isMasked(text) || namesGroup(text) || isGarbled(text)) return null;
  const bare = text.replace(REMARKS, '').replace(DOTS, '').replace(TITLES, '').toUpperCase().normalize('NFKC'); // a capital may come as several characters
  if (bare === '') return null;
  let key = '';
  for (const c of bare) key += VARIANTS.get(c) ?? c;
  return key;
}

/** `张*三`, `张某某`, `张××`. A Latin X masks only beside Chinese characters. */
function isMasked(text: string): boolean {
  return MASKED.test(text) && (/[*＊×某]/.test(text) || /[\u4e00-\u9fff]/.test(text));
}

const masked = bad(
  'name.masked',
  { zh: '姓名已被遮盖，不能用于比对', en: 'The name is masked and cannot be compared' },
  { zh: '请提供完整姓名', en: 'Deliver the whole name' },
);
const lost = bad(
  'name.lost-character',
  { zh: '姓名中有生僻字未能写出', en: 'The name has a rare character that was lost' },
  { zh: '请用支持 GB 18030-2022 的字库重新导出', en: 'Export it again with a font and encoding that hold GB 18030-2022' },
);

const garbled = bad(
  'name.garbled',
  { zh: '姓名是乱码：文件中混入了别的文字编码', en: 'The name is garbled: it was written in another encoding than the rest' },
  { zh: '请重新导出，全文使用同一种编码（UTF-8）', en: 'Export it again in one encoding throughout (UTF-8)' },
);

const group = bad(
  'name.group',
  { zh: '一个姓名代表多人（某某等几人）', en: 'One name stands for several persons' },
  { zh: '请每人一行，各写自己的姓名、证件号和金额', en: 'Give each person a row with their own name, number and amount' },
);

/** Whether a name stands for several people, of whom the others are not named. */
export const namesGroup = (raw: string): boolean => raw.includes('等') && GROUP.test(cleanText(raw));

/** A person's name; null where the cell is blank. A name only confirms or disturbs what the number says, so what is wrong with it is noted and
 *  the row goes on; refused is only a garbled one, because then the rest of its row is not to be trusted either. */
export function parseName(raw: string): Parsed<PersonName | null> {
  const text = cleanText(raw);
  if (text === '' || NOBODY.test(text)) return ok(null);
  const key = foldName(text);
  if (key !== null) return ok({ raw: text, key });
  if (isGarbled(text)) return garbled;
  return ok({ raw: text, key }, [namesGroup(text) ? group.complaint : LOST.test(text) ? lost.complaint : masked.complaint]);
}
