import type { Register } from '@mingjian/domain/model/register.ts';
import type { Catalogue } from '../../../registers/catalogue.ts';
import { foldHeader, type Thesaurus } from '../../../registers/headers.ts';
import type { Header } from '../../reading/types.ts';

export type HeaderFit = { score: number; how: 'exact' | 'folded' | 'ending' | 'part'; synonym: string };

/** Whose name or number it is: 配偶姓名 is not the 姓名 of the payee, whatever it ends in. */
const ROLES = /(配偶|妻|丈夫|监护人|代领|代办|代理|委托|受托|户主|负责人|经办|经手|审批|审核|复核|制表|填表|填报|联系人|担保|介绍人|联络|子女|父亲|母亲|父母|法定代表|法人|操作|录入|领导|验收|包村|帮扶|开户|持卡|收款|甲方|乙方|男方|女方|死者|逝者|买受|出让|受让|承租|共有|成员|亲属|家属|驾驶|证明人|见证|业主|经营者|spouse|guardian|agent|head|approver|operator|contact)/u;
/** Words before a header that change nothing. */
const HARMLESS = /^(?:本人|本次|本期|本月|本季度?|当月|当前|实际|现|该|人员|对象|享受人?|享受对象|补贴对象|补贴|补助|领取人?|领款人?|发放|享受人员|受益人|农户|受助人|申请|登记|填报|申报|20\d\d年度?|第?[一二三四]季度|[上下]半年|\d{1,2}月份?|[123]?\d?至?\d{0,2}月|合计|个人|基本|所在|所属|常住|现住|居住|住址|户籍|原|老人|残疾人|干部|职工)+$/u;

/** The headers of one register, exact and folded; what comes first in a column's list weighs a little more. */
export class HeaderIndex {
  readonly #exact = new Map<string, { column: string; rank: number }>();
  readonly #folded = new Map<string, { column: string; rank: number }>();
  readonly #roles = new Map<string, Set<string>>();
  readonly #paces = new Map<string, string>();
  readonly #thesaurus: Thesaurus;
  /** Whose list it is, as its one required number is headed (成员身份证号): what stands under a group of these persons is theirs. */
  #own: ReadonlySet<string> = new Set();

  constructor(register: Register, thesaurus: Thesaurus) {
    this.#thesaurus = thesaurus;
    for (const [column, { headers, type, title }] of Object.entries(register.columns)) {
      const pace = type === 'money' ? /[月年]/.exec(title?.zh ?? '')?.[0] : undefined;
      if (pace) this.#paces.set(column, pace);
      [...headers.zh, ...headers.en].forEach((synonym, rank) => {
        this.#exact.set(foldHeader(synonym), { column, rank });
        const key = thesaurus.fold(synonym);
        const known = this.#folded.get(key);
        if (!known || (known.column !== column && rank < known.rank)) this.#folded.set(key, { column, rank });
      });
      if (type === 'person_name') this.#bareRoles(column, headers.zh);
      this.#roles.set(column, new Set([...headers.zh, ...headers.en].flatMap((synonym) => ROLES.exec(synonym.toLowerCase())?.[1] ?? [])));
    }
    const [only, ...others] = Object.keys(register.columns).filter((name) => register.columns[name]!.type === 'citizen_number' && register.columns[name]!.required);
    if (only !== undefined && others.length === 0) this.#own = this.#roles.get(only)!;
  }

  /** 申请人姓名 is as often headed 申请人. */
  #bareRoles(column: string, headers: readonly string[]): void {
    for (const role of headers.map((header) => foldHeader(header).replace(/姓名$/u, ''))) if (role.length > 1 && !this.#exact.has(role)) this.#exact.set(role, { column, rank: 10 });
  }

  /** Does any column of the register bear exactly this header? */
  knows(header: Header): boolean {
    return variants(header).some((text) => this.#exact.has(foldHeader(text)) || this.#folded.has(this.#thesaurus.fold(text)));
  }

  /** How well the header names each column of the register. */
  fits(header: Header): Map<string, HeaderFit> {
    const found = new Map<string, HeaderFit>();
    const keep = (column: string, fit: HeaderFit): void => void (fit.score > (found.get(column)?.score ?? 0) && found.set(column, fit));
    for (const [place, text] of variants(header).entries()) {
      const worth = /_\d+$/.test(header.name) ? 0.6 : place === 0 ? 1 : 0.97; // a name that comes twice is worth little
      const exact = this.#exact.get(foldHeader(text));
      const folded = this.#folded.get(this.#thesaurus.fold(text));
      if (exact) keep(exact.column, { score: worth * (1 - 0.002 * Math.min(exact.rank, 20)), how: 'exact', synonym: text });
      if (folded) keep(folded.column, { score: worth * (0.95 - 0.002 * Math.min(folded.rank, 20)), how: 'folded', synonym: text });
      if (!exact && !folded) this.#partly(text, worth, keep);
    }
    const pace = paceOf(header);
    for (const [column, fit] of found) {
      if (this.#otherPerson(header, column)) found.set(column, { ...fit, score: fit.score * 0.2 });
      else if (pace !== null && (this.#paces.get(column) ?? pace) !== pace) found.set(column, { ...fit, score: fit.score * 0.3 });
    }
    return found;
  }

  #otherPerson(header: Header, column: string): boolean {
    const role = ROLES.exec(`${header.parent ?? ''}${header.name}`.toLowerCase())?.[1];
    if (role === undefined || this.#exact.get(foldHeader(header.name))?.column === column) return header.parent !== undefined && this.#foreignParent(header, column);
    const own = this.#roles.get(column)!;
    return !own.has(role) && !this.#exact.has(foldHeader(`${header.parent ?? ''}${header.name}`));
  }

  #foreignParent(header: Header, column: string): boolean {
    const role = ROLES.exec((header.parent ?? '').toLowerCase())?.[1];
    return role !== undefined && !this.#own.has(role) && !this.#roles.get(column)!.has(role) && this.#exact.get(foldHeader(`${header.parent}${header.name}`))?.column !== column;
  }

  #partly(text: string, worth: number, keep: (column: string, fit: HeaderFit) => void): void {
    const header = this.#thesaurus.fold(text);
    if ([...header].length < 2) return;
    for (const [synonym, { column }] of this.#folded) {
      if ([...synonym].length < 2) continue;
      if (header.endsWith(synonym)) keep(column, { score: worth * (HARMLESS.test(header.slice(0, -synonym.length)) ? 0.88 : 0.45 + 0.25 * (synonym.length / header.length)), how: 'ending', synonym });
      else if (synonym.endsWith(header)) keep(column, { score: worth * (0.35 + 0.3 * (header.length / synonym.length)), how: 'part', synonym });
      else if (header.startsWith(synonym)) keep(column, { score: worth * 0.5 * (synonym.length / header.length) + 0.1, how: 'part', synonym });
    }
  }
}

/** What an amount is for, as its header says: 金额(元/年) and 年保障金额 are no amounts of a month, which twelve of them make. */
function paceOf({ name, unit }: Header): string | null {
  const per = /[/每](?:人|户|亩)?[·.]?(年|月|季|日|天|次)/u.exec(unit?.normalize('NFKC') ?? '')?.[1];
  if (per !== undefined) return per;
  if (name.includes('月')) return '月';
  return /^(?:20\d\d)?(?:全年|每年|本?年度?)/u.test(name) ? '年' : /季度?/u.test(name) ? '季' : null;
}

/** The header as written, with its group's name before it, without the number that tells it from a twin, without the year before it. */
function variants(header: Header): string[] {
  const bare = header.name.replace(/_\d+$/, '').replace(/(?<=.)[(（[][^()（）[\]]{1,12}[)）\]]$/u, (unit) => (/[村居社]|[镇乡]|起|止/u.test(unit) ? unit : ''));
  const plain = bare.replace(/^(?:20\d\d年?度?|本年度?|本次|本期|本月|本季度?)/u, '');
  const monthly = /[/每](?:人|户)?[·.]?月$/u.test(header.unit?.normalize('NFKC') ?? '') && !bare.includes('月') ? [`月${bare}`] : []; // 金额(元/月)
  return [...new Set([...(header.parent && !bare.startsWith(header.parent) ? [header.parent + bare] : [bare]), bare, plain, ...monthly])].filter((text) => text.length > 0);
}

const cache = new WeakMap<Catalogue, Map<string, HeaderIndex>>();
/** The indexes of all registers, built once for a catalogue. */
export function headerIndexes(catalogue: Catalogue): Map<string, HeaderIndex> {
  let indexes = cache.get(catalogue);
  if (!indexes) cache.set(catalogue, (indexes = new Map([...catalogue.registers].map(([id, register]) => [id, new HeaderIndex(register, catalogue.thesaurus)]))));
  return indexes;
}
