import type { Dialect } from '../dialect.ts';
import { type Span, Unreadable, at } from '../expression.ts';
import type { Model, Setting } from '../model.ts';
import type { Register } from '../register.ts';
import { type Scope, literalNumber, sayText } from '../say.ts';
import { type Source, columnAt, columnSaid, openSource } from './source.ts';
import { type Said, nearest } from '../types.ts';
import { units } from '../units.ts';

/** What a compilation is given beside the model. `asOf` is the day the run is for, an ISO day; no model reads a clock. */
export type Circumstances = {
  registers: (id: string) => Register | undefined;
  dialect: Dialect;
  asOf: string;
  settings?: Record<string, Setting['value']>;
  /** Takes one guard out, to prove that a case would notice (mutants). */
  without?: 'names' | 'unknown' | 'exception_null' | 'tier_limit';
};

/** A statement being written: its sources, what later steps must carry along from the meeting of rows, and the names in reach. */
export class Draft {
  readonly model: Model;
  readonly given: Circumstances;
  readonly dialect: Dialect;
  readonly sources = new Map<string, Source>();
  /** Columns that the candidates carry for later steps: name → how it is written where the rows meet. */
  readonly carried = new Map<string, string>();
  /** The last day that carried dates can mean, where they are not known to the day. */
  readonly meanings = new Map<string, string>();
  readonly terms = new Map<string, Term>();
  /** Columns of a reconciliation's key, of either side, that one number stands for: where they are told again. */
  readonly numbered = new Map<string, string>();
  /** The sources that what is being said speaks of; whoever wants to know empties it first. */
  touched = new Set<string>();
  private depth = 0;
  private readonly termsInHand = new Set<string>();

  constructor(model: Model, given: Circumstances) {
    this.model = model;
    this.given = given;
    this.dialect = given.dialect;
    for (const [alias, read] of Object.entries(model.reads)) {
      const register = given.registers(read.register);
      if (!register) throw new Unreadable(`there is no register ${read.register}`, nowhere, 'registers stand in registers/*.yaml');
      this.sources.set(alias, openSource(alias, read, register));
    }
  }

  get asked(): Source {
    return this.sources.values().next().value!;
  }

  source(alias: string, span: Span): Source {
    const source = this.sources.get(alias);
    if (source) return source;
    throw new Unreadable(`there is no source ${alias}`, span, `${nearest(alias, this.sources.keys())}its sources are ${[...this.sources.keys()].join(', ')}`);
  }

  /** Inside a source: its columns need no prefix. */
  inside(source: Source, { aggregates = false, isSifting = false } = {}): Scope {
    const where = (physical: string) => ((isSifting ? source.sifted : source.used).add(physical), physical);
    return {
      dialect: this.dialect, dates: 'select', aggregates,
      address: (_, span) => { throw new Unreadable('only whole sources can be missing', span, 'inside a source write … is null'); },
      resolve: (alias, name, span) => {
        if (alias === null && source.inner.has(name)) return columnSaid(source, source.inner, name, this.dialect, where, span);
        if (alias !== null && alias !== source.alias) throw new Unreadable(`inside ${source.alias} only its own columns are known`, span, 'what joins two sources belongs into match');
        return alias === null ? this.bare(name) ?? columnSaid(source, source.inner, name, this.dialect, where, span) : columnSaid(source, source.inner, name, this.dialect, where, span);
      },
    };
  }

  /** Where rows meet: `pay.amount`. */
  meeting(dates: Scope['dates'] = 'judge'): Scope {
    return {
      dialect: this.dialect, dates,
      address: (alias, span) => `${this.source(alias, span).name}._ref`,
      resolve: (alias, name, span) => this.resolve(alias, name, span, (source, physical) => use(source, physical, this.dialect), (term) => this.term(term, this.meeting(dates))),
    };
  }

  /** After the meeting: columns are carried by the candidates `c`. `fresh` are sources that the step itself joins. */
  later(options: { aggregates?: boolean; dates?: Scope['dates']; fresh?: Set<string>; named?: Record<string, Said> } = {}): Scope {
    const isFresh = (alias: string) => options.fresh?.has(alias) === true;
    return {
      dialect: this.dialect, dates: options.dates ?? 'judge', aggregates: options.aggregates ?? false,
      address: (alias, span) => (isFresh(alias) ? `${this.source(alias, span).name}._ref` : this.carry(this.source(alias, span), '_ref')),
      resolve: (alias, name, span) => {
        const named = alias === null ? options.named?.[name] : undefined;
        if (named) return named;
        const said = this.resolve(alias, name, span, (source, physical) => (isFresh(source.alias) ? use(source, physical, this.dialect) : this.carry(source, physical)), (term) => this.carriedTerm(term));
        return alias !== null && !isFresh(alias) && said.high ? { ...said, ...this.meaning(`${alias}__${name}_last`, said.high) } : said;
      },
    };
  }

  /** The last day a date can mean, worked out once for all that ask. */
  private meaning(name: string, sql: string): Pick<Said, 'high' | 'last'> {
    this.meanings.set(name, sql);
    return { high: `c.${name}`, last: `c.${name}` };
  }

  /** A column of a source as the candidates carry it. */
  carry(source: Source, physical: string): string {
    if (!physical.startsWith('_')) source.used.add(physical);
    this.touched.add(source.alias);
    return this.carryAs(`${source.alias}__${physical.replace(/^_/, '')}`, columnAt(source, physical, this.dialect));
  }

  carryAs(name: string, sql: string): string {
    this.carried.set(name, sql);
    return `c.${name}`;
  }

  private resolve(alias: string | null, name: string, span: Span, where: (source: Source, physical: string) => string, term: (name: string) => Said): Said {
    if (alias === null) {
      if (this.model.terms?.[name] !== undefined) return term(name);
      const bare = this.bare(name);
      if (bare) return bare;
      const known = [...Object.keys(this.model.terms ?? {}), ...Object.keys(this.model.settings ?? {}), 'as_of'];
      const owners = [...this.sources.values()].filter((s) => s.outer.has(name)).map((s) => `${s.alias}.${name}`);
      throw new Unreadable(`nothing is called ${name}`, span, owners.length ? `did you mean ${owners.join(' or ')}?` : `${nearest(name, known)}bare names are settings, terms and as_of`);
    }
    const special = this.specials[alias];
    if (special) return special(name, span, where(this.asked, '_ref').startsWith('c.'));
    const source = this.source(alias, span);
    return columnSaid(source, source.outer, name, this.dialect, (physical) => where(source, physical), span);
  }

  /** `key.…` of a reconciliation and `peers.…`, set by those who make them. */
  readonly specials: Record<string, (name: string, span: Span, isLater: boolean) => Said> = {};

  private term(name: string, scope: Scope): Said {
    if (this.termsInHand.has(name)) throw new Unreadable(`the term ${name} speaks of itself`, nowhere, 'terms may only use others');
    this.termsInHand.add(name);
    try {
      return at(['terms', name], () => sayText(this.model.terms![name]!, scope));
    } finally {
      this.termsInHand.delete(name);
    }
  }

  /** A term is worked out once, in a step of its own after the terms it uses, and carried by its name. */
  private carriedTerm(name: string): Said {
    const known = this.terms.get(name) ?? this.openTerm(name);
    this.depth = Math.max(this.depth, known.depth);
    for (const alias of known.touches) this.touched.add(alias);
    return known.said;
  }

  private openTerm(name: string): Term {
    const [depth, touched] = [this.depth, this.touched];
    [this.depth, this.touched] = [0, new Set()];
    const said = this.term(name, this.later());
    if (said.aggregate) throw new Unreadable(`the term ${name} speaks of many rows`, nowhere, 'aggregates belong into measures, amount, level or having');
    const columns = [[`t_${name}`, said.sql], ...(said.last || said.high ? [[`t_${name}_last`, said.last ?? said.high!]] : [])] as [string, string][];
    const meanings = said.last || said.high ? { last: `c.t_${name}_last`, ...(said.high ? { high: `c.t_${name}_last` } : {}) } : {};
    const term: Term = { columns, depth: this.depth + 1, touches: this.touched, said: { sql: `c.t_${name}`, type: said.type, ...meanings, ...(said.source ? { source: said.source } : {}) } };
    [this.depth, this.touched] = [depth, touched];
    this.terms.set(name, term);
    return term;
  }

  private bare(name: string): Said | null {
    if (name === 'as_of') return { sql: this.dialect.date(this.given.asOf), type: { kind: 'date' }, constant: true };
    const setting = this.model.settings?.[name];
    return setting ? settingSaid(this.given.settings?.[name] ?? setting.value, setting.unit, this.dialect) : null;
  }
}

/** A term as a column of the statement: `depth` is the step it belongs to, after the terms it uses. */
type Term = { columns: [name: string, sql: string][]; depth: number; touches: Set<string>; said: Said };

function use(source: Source, physical: string, dialect: Dialect): string {
  source.used.add(physical);
  return columnAt(source, physical, dialect);
}

export const nowhere: Span = { start: 0, end: 0 };

function settingSaid(value: Setting['value'], unit: string | undefined, dialect: Dialect): Said {
  if (typeof value === 'number') {
    if (unit && !units[unit]) throw new Unreadable(`“${unit}” is no unit`, nowhere, `${nearest(unit, Object.keys(units))}the units are ${Object.keys(units).join(', ')}`);
    return literalNumber(String(value), unit ?? null);
  }
  if (typeof value === 'boolean') return { sql: String(value), type: { kind: 'boolean' }, constant: true };
  if (Array.isArray(value)) return { sql: '', type: { kind: 'list' }, constant: true, items: value.map((item) => settingSaid(item, undefined, dialect)) };
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return { sql: dialect.date(value), type: { kind: 'date' }, constant: true };
  return { sql: `'${value.replaceAll("'", "''")}'`, type: { kind: 'text', what: value }, constant: true };
}

