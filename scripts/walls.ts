import { posix } from 'node:path';

/** A file of ours and its text; paths are relative to the root, with forward slashes. */
export type Source = { path: string; text: string };
export type Breach = { path: string; rule: string; imports: string };

type Import = { from: string; to: string; typeOnly: boolean };

const SPECIFIER = /\b(import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/g;

/** Everything that breaks a wall: directions between rooms, purity of domain, privacy of a slice's store and routes, data that is
 *  imported as code, circles. An import of types only may close a circle, nothing else. */
export function findBreaches(sources: Source[]): Breach[] {
  const imports = sources.flatMap(importsOf);
  const direction = imports.flatMap((one) => RULES.filter(({ broken }) => broken(one)).map(({ rule }) => ({ path: one.from, rule, imports: one.to })));
  return [...direction, ...impure(sources), ...circles(imports.filter(({ typeOnly }) => !typeOnly))];
}

function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(SPECIFIER)].map(([, , type, named, called]) => ({
    from: path,
    to: resolve(path, named ?? called ?? ''),
    typeOnly: type !== undefined,
  }));
}

/** `@mingjian/domain/x.ts` and `./x.ts` become paths from the root; what npm or Node brings stays a bare name. */
function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('@mingjian/')) return specifier.slice('@mingjian/'.length);
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : `npm:${specifier}`;
}

const roomOf = (path: string) => path.split('/')[0] ?? '';
const sliceOf = (path: string) => (path.startsWith('server/') && path.split('/').length > 2 ? path.split('/')[1] : undefined);
const isTest = (path: string) => /\.test\.ts$|testing/.test(path);
const PURE = /^npm:(typebox(\/|$)|@polyglot-sql\/sdk(\/|$))/;
/** What each room may use of ours, besides itself. Tests of the demo and the benchmarks look at the whole. */
const MAY_USE: Record<string, string[]> = { domain: [], server: ['domain'], demo: ['domain'], scripts: ['domain', 'server'], bench: ['domain', 'server', 'demo', 'scripts'] };
const MAY_TEST: Record<string, string[]> = { demo: ['domain', 'server'], server: ['domain'], domain: [] };

const RULES: { rule: string; broken: (one: Import) => boolean }[] = [
  {
    rule: 'models and registers are data: nobody imports them',
    broken: ({ to }) => /^(models|registers)\//.test(to),
  },
  {
    rule: 'domain is pure: typebox and the SQL parser, nothing else',
    broken: ({ from, to }) => roomOf(from) === 'domain' && !isTest(from) && to.startsWith('npm:') && !PURE.test(to),
  },
  {
    rule: 'console ► domain ◄ server: no room uses one that it must not know',
    broken: ({ from, to }) => {
      const [mine, theirs] = [roomOf(from), roomOf(to)];
      if (to.startsWith('npm:') || mine === theirs || !(mine in MAY_USE)) return false;
      return ![...(MAY_USE[mine] ?? []), ...(isTest(from) ? (MAY_TEST[mine] ?? []) : [])].includes(theirs);
    },
  },
  {
    rule: 'the demo knows the world, not the rules: it never reads the language of models',
    broken: ({ from, to }) => roomOf(from) === 'demo' && !isTest(from) && to.startsWith('domain/model/'),
  },
  {
    rule: "a slice's store and routes are its own",
    broken: ({ from, to }) => /^server\/.+\/(store|routes)\.ts$/.test(to) && sliceOf(from) !== sliceOf(to) && !(from === 'server/api/api.ts' && to.endsWith('/routes.ts')),
  },
];

const GLOBALS = /(?<![\w.'"`])(process\.|Buffer\.|globalThis\.|fetch\(|setTimeout\(|Date\.now\(|new Date\(\)|Math\.random\()/;
/** Purity is more than imports: the clock, chance and the process come in as arguments. */
function impure(sources: Source[]): Breach[] {
  return sources
    .filter(({ path }) => roomOf(path) === 'domain' && !isTest(path))
    .flatMap(({ path, text }) => {
      const found = GLOBALS.exec(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''));
      return found ? [{ path, rule: 'domain is pure: no clock, chance, process or network', imports: found[0] }] : [];
    });
}

/** Files that lead back to themselves, each told once: a walk in depth that meets a file still being walked. */
function circles(imports: Import[]): Breach[] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const state = new Map<string, 'open' | 'done'>();
  const found: Breach[] = [];
  const walk = (file: string, path: string[]): void => {
    if (state.get(file) === 'open') found.push({ path: file, rule: 'no circles', imports: [...path.slice(path.indexOf(file)), file].join(' → ') });
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}
