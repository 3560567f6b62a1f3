import { ancestorAt, contains, levelOf, parentOf, subtree, type RegionCode, type RegionLevel } from '@mingjian/domain/identifier/region.ts';
import { canonicalPlace, foldPlace, groupAt, SEPARATORS, stemOf } from './place-names.ts';

/** One region while it had one name. `level` 'group' is a child of a village under a code of our own (15 digits). */
export type RegionRow = { code: RegionCode; name: string; from: string; to: string | null; mergedInto: RegionCode | null };

/** What a delivered place name means. `code` is the certain part: where a name is ambiguous it is the nearest ancestor that all
 *  readings share, and `issue` says so; null where nothing is certain. `group` is the village group that the text names besides. */
export type Place = {
  code: RegionCode | null;
  level: RegionLevel | null;
  issue: null | 'unknown' | 'ambiguous' | 'outside' | 'partial';
  /** How many places the name might have meant. */
  readings: number;
  group: { number: number | null; name: string } | null;
};

const UNKNOWN: Place = { code: null, level: null, issue: 'unknown', readings: 0, group: null };

/** The places of a county (or of a country) under every way offices write them. Built once, asked with distinct values. */
export class Places {
  readonly #names = new Map<string, RegionCode[]>();
  readonly #stems = new Map<string, RegionCode[]>();
  readonly #successor = new Map<RegionCode, RegionCode>();
  readonly #rows = new Map<RegionCode, RegionRow>();
  #longest = 0;

  constructor(rows: Iterable<RegionRow>) {
    for (const row of rows) {
      if (row.code >= 1e12) continue;
      const known = this.#rows.get(row.code);
      if (!known || row.from >= known.from) this.#rows.set(row.code, row);
      if (row.mergedInto !== null) this.#successor.set(row.code, row.mergedInto);
      const canonical = canonicalPlace(row.name);
      add(this.#names, canonical, row.code);
      add(this.#stems, stemOf(canonical), row.code);
      this.#longest = Math.max(this.#longest, canonical.length + 6);
    }
  }

  get size(): number {
    return this.#rows.size;
  }

  nameOf(code: RegionCode): string | undefined {
    return this.#rows.get(code)?.name;
  }

  /** Following mergers to the place of today: a list of last year and one of this year must meet in one code. */
  today(code: RegionCode): RegionCode {
    const seen = new Set<RegionCode>();
    for (let at = code; ; at = this.#successor.get(at)!) {
      if (!this.#successor.has(at) || seen.has(at)) return at;
      seen.add(at);
    }
  }

  /** Reads one delivered name inside the sender's region. */
  resolve(text: string, within: RegionCode): Place {
    const folded = foldPlace(text);
    if (folded === '' || /^[-—/无]+$/.test(folded)) return UNKNOWN;
    if (/^[1-9]\d+(?:\.0)?$/.test(folded)) return this.#byCode(folded.replace('.0', ''), within);
    return this.#byName(folded, within);
  }

  /** The distinct values of a column at once. */
  resolveAll(texts: Iterable<string>, within: RegionCode): Map<string, Place> {
    const answers = new Map<string, Place>();
    for (const text of texts) if (!answers.has(text)) answers.set(text, this.resolve(text, within));
    return answers;
  }

  /** The towns and villages of a county that a text names anywhere in it (低保花名册（石桥镇）), the narrowest of those that lie in each other; towns
   *  by their bare stems too. Null where a name means several places and no town beside it says which. */
  namedIn(text: string, county: RegionCode): RegionCode[] | null {
    const name = this.#rows.get(county)?.name;
    const said = name === undefined ? foldPlace(text) : foldPlace(text).replaceAll(canonicalPlace(name), '\u0000');
    const inside = [...this.#names].filter(([called]) => called.length > 1 && said.includes(called));
    const stems = [...this.#stems].map(([stem, codes]) => [stem, codes.filter((code) => levelOf(code) === 'town')] as const).filter(([stem, codes]) => stem.length > 1 && codes.length > 0 && said.includes(stem));
    const longest = [...inside, ...stems].filter(([called], _, all) => !all.some(([other]) => other.length > called.length && other.includes(called)));
    const found = longest.map(([, codes]) => this.#inside(codes, county)).filter((codes) => codes.length > 0);
    const certain = found.filter((codes) => codes.length === 1).flat();
    const told = found.map((codes) => (codes.length === 1 ? codes : codes.filter((code) => certain.some((at) => at !== code && contains(at, code)))));
    if (told.some((codes) => codes.length !== 1)) return null;
    return [...new Set(told.flat())].filter((code, _, all) => !all.some((other) => other !== code && contains(code, other)));
  }

  #byCode(digits: string, within: RegionCode): Place {
    const group = digits.length === 15 ? { number: Number(digits.slice(12)), name: `${Number(digits.slice(12))}组` } : null;
    const length = group ? 12 : digits.length;
    if (![2, 4, 6, 9, 12].includes(length)) return UNKNOWN;
    const code = Number(digits.slice(0, length).padEnd(12, '0'));
    for (let at: RegionCode | null = code; at !== null; at = parentOf(at)) {
      if (!this.#rows.has(at)) continue;
      const certain = this.today(at);
      const issue = at !== code ? 'partial' : contains(within, certain) ? null : 'outside';
      return { code: certain, level: levelOf(certain), issue, readings: 1, group: issue === null ? group : null };
    }
    return UNKNOWN;
  }

  #byName(folded: string, within: RegionCode): Place {
    const whole = this.#inside(this.#names.get(canonicalPlace(folded)), within); // first: some villages bear their county's name
    if (whole.length > 0) return whole.length === 1 ? this.#arrived(whole[0]!, '') : this.#ambiguous(whole, within);
    let at: RegionCode = within;
    let rest = folded;
    let found = false;
    for (const ancestor of this.#ancestors(within)) {
      const after = this.#afterName(rest, ancestor);
      if (after !== null) [rest, at, found] = [after, within, found || ancestor === within];
    }
    for (;;) {
      rest = rest.replace(SEPARATORS, '');
      if (rest === '') break;
      const step = this.#step(rest, at);
      if (step === null) break;
      [rest, found] = [step.rest, true];
      if (step.codes.length > 1) return this.#ambiguous(step.codes, at);
      at = step.codes[0]!;
    }
    if (!found) return /^.{2,5}(?:省|市|县|区)./u.test(folded) && !this.#knows(folded) ? { ...UNKNOWN, issue: 'outside' } : UNKNOWN;
    return this.#arrived(at, rest);
  }

  #arrived(at: RegionCode, rest: string): Place {
    const code = this.today(at);
    const level = levelOf(code);
    const group = level === 'village' ? groupAt(rest) : null;
    const villageIsNamed = level !== 'village' && /^[\p{Script=Han}]{2,8}?(?:村|社区|居委会)/u.test(rest);
    return { code, level, issue: villageIsNamed ? 'partial' : null, readings: 1, group: group && { number: group.number, name: group.name } };
  }

  #ambiguous(codes: RegionCode[], at: RegionCode): Place {
    let certain: RegionCode | null = codes[0]!;
    while (certain !== null && !codes.every((code) => contains(certain!, code))) certain = parentOf(certain);
    if (certain === null || !contains(at, certain)) certain = at;
    return { code: certain, level: levelOf(certain), issue: 'ambiguous', readings: codes.length, group: null };
  }

  /** The longest name at the front of `rest` that stands for places inside `at`: whole names first, bare stems only where they end
   *  the text or lead on to a place or group below (城关东风村 is the village of 城关镇, not a village 城关东风). */
  #step(rest: string, at: RegionCode): { codes: RegionCode[]; rest: string } | null {
    const prefixes = Array.from({ length: Math.max(0, Math.min(rest.length, this.#longest) - 1) }, (_, i, n = Math.min(rest.length, this.#longest)) => rest.slice(0, n - i));
    for (const prefix of prefixes) {
      const codes = coarsest(this.#inside(this.#names.get(canonicalPlace(prefix)), at));
      if (codes.length > 0) return { codes, rest: rest.slice(prefix.length) };
    }
    for (const prefix of prefixes) {
      const codes = this.#inside(this.#stems.get(prefix), at);
      const after = rest.slice(prefix.length).replace(SEPARATORS, '');
      if (codes.length === 0) continue;
      if (after === '') return { codes, rest: '' };
      const [only, ...others] = coarsest(codes);
      if (others.length === 0 && (groupAt(after) || (levelOf(only!) !== 'village' && this.#step(after, only!)))) return { codes: [only!], rest: after };
    }
    return null;
  }

  #inside(codes: RegionCode[] | undefined, at: RegionCode): RegionCode[] {
    const [from, to] = subtree(at);
    return [...new Set(codes?.map((code) => this.today(code)))].filter((code) => code > from && code <= to);
  }

  #ancestors(within: RegionCode): RegionCode[] {
    const chain: RegionCode[] = [];
    for (let at: RegionCode | null = within; at !== null; at = parentOf(at)) chain.unshift(at);
    return chain;
  }

  #afterName(rest: string, code: RegionCode): string | null {
    const name = this.#rows.get(code)?.name;
    const trimmed = rest.replace(SEPARATORS, '');
    const canonical = name === undefined ? undefined : canonicalPlace(name);
    if (canonical === undefined || !trimmed.startsWith(canonical)) return null;
    return trimmed.slice(canonical.length);
  }

  #knows(folded: string): boolean {
    const head = /^.{2,5}?(?:省|市|县|区)/u.exec(folded)?.[0];
    return head !== undefined && this.#names.has(canonicalPlace(head));
  }
}

function coarsest(codes: RegionCode[]): RegionCode[] {
  const level = Math.min(...codes.map((code) => ORDER.indexOf(levelOf(code))));
  return codes.filter((code) => ORDER.indexOf(levelOf(code)) === level);
}
const ORDER: RegionLevel[] = ['nation', 'province', 'city', 'county', 'town', 'village'];

function add(map: Map<string, RegionCode[]>, key: string, code: RegionCode): void {
  const list = map.get(key);
  if (!list) map.set(key, [code]);
  else if (!list.includes(code)) list.push(code);
}

/** The county in which a sender's names are read, whatever part of it the code names. */
export const homeCounty = (code: RegionCode): RegionCode => ancestorAt(code, 'county');
