const CHINESE = '一二三四五六七八九十';
const TIME = new RegExp(
  [
    '(?:20|19)\\d{2}\\s*(?:年度?)?', '二[〇○零]\\S{2}年度?', `第?[${CHINESE}1-4]季度?`, '[上下]半年', `(?:[${CHINESE}元]{1,3}|\\d{1,2})(?:[-~至]\\d{1,2})?月份?`,
    `第?[${CHINESE}\\d]{1,3}(?:批次?|期|次)`, '年度', '本年', '当年',
  ].join('|'),
  'gu',
);
const PAYER = /(?:中央|省级?|市级?|县级?|区级?|乡镇|本级|上级|财政)+(?:财政)?(?:配套|补助|安排|下达|统筹|预算|专项)?/u;
const WRAPPERS = /(?:发放|审批|审核|核定|公示|申报|拟发)*(?:明细表|明细|花名册|名册|公示表|公示|名单|清单|汇总表|汇总|情况表|登记表|审批表|统计表|台账|清册|表|发放|审批|审核|公示)$/u;
const MONEY = /(?:专项)?(?:补助|补贴)?(?:资金|经费|款项|项目|发放|基金|待遇)$/u;
const KIND = /(?:补助金|补贴金|救助金|津贴|补贴|补助|救助|扶助金|奖励金|补偿金|补偿|金|费|款)$/u;

/** A programme's name with what years, counties, batches and lists add to it taken off: 2023年青岚县耕地地力保护补贴资金（第二批） → 耕地地力保护补贴. */
export function foldProgramme(name: string, county = ''): string {
  let folded = name.normalize('NFKC').replace(/[\p{Z}\p{Cf}\s"'“”《》、:;·_]|(?<![a-z\d])[.,-]|[.,-](?![a-z\d])/giu, '').toLowerCase();
  folded = folded.replace(/[([【](.*?)[)\]】]/gu, (whole, inner: string) => (isDecoration(inner, county) ? '' : whole)).replace(/[()[\]【】]/gu, '');
  folded = folded.replace(TIME, '');
  const places = county ? new RegExp(`^(?:\\p{Script=Han}{1,6}?[省市])?(?:${county}|${county.slice(0, -1)}(?=\\p{Script=Han}{4}))`, 'u') : /^$/u;
  folded = folded.replace(places, '').replace(/^\p{Script=Han}{2,4}?[县市区](?=\p{Script=Han}{4})/u, '');
  const payer = folded.replace(PAYER, '');
  if (payer.length >= 3) folded = payer;
  return peel(peel(folded, WRAPPERS), MONEY).replace(/^(?:兑现|发放|关于|享受)/u, '');
}

/** What is left when the word for the money goes too: 补贴, 补助, 津贴 are used for one another. */
export const stemOfProgramme = (folded: string): string => peel(folded, KIND);

function peel(text: string, ending: RegExp): string {
  let bare = text;
  for (;;) {
    const shorter = bare.replace(ending, '');
    if (shorter === bare || shorter.length < 2) return bare;
    bare = shorter;
  }
}

function isDecoration(inner: string, county: string): boolean {
  const left = inner.replace(TIME, '').replace(PAYER, '').replace(county || '\0', '').replace(/(?:追加|补发|续发|清算|结算|提标|部分|资金|补助|配套|[县市省]|农商行|社保卡|试行|新|旧|原)/gu, '');
  return left.length === 0;
}

/** Share of common pairs of characters, 0…1. */
export function likeness(a: string, b: string): number {
  const [pairsA, pairsB] = [pairs(a), pairs(b)];
  const common = pairsA.filter((pair) => pairsB.includes(pair)).length;
  return pairsA.length + pairsB.length === 0 ? 0 : (2 * common) / (pairsA.length + pairsB.length);
}
const pairs = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
