import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBreaches, type Source } from './walls.ts';

const root = join(import.meta.dirname, '..');
const ROOMS = '{domain,server,demo,bench,scripts,console,portal}/**/*.{ts,tsx}';
/** All but this file, whose planted breaches are not breaches. */
const ours: Source[] = globSync(ROOMS, { cwd: root, exclude: (name) => name.includes('node_modules') || name.endsWith('walls.test.ts') }).map((path) => ({
  path: path.replaceAll('\\', '/'),
  text: readFileSync(join(root, path), 'utf8'),
}));

test('no wall of the house is broken', () => {
  expect(ours.length).toBeGreaterThan(50);
  expect(findBreaches(ours)).toEqual([]);
});

/** Each planted into the real house: a check that looks at nothing passes too. */
const PLANTED: [what: string, path: string, text: string][] = [
  ['domain uses Node', 'domain/planted.ts', `import { readFile } from 'node:fs/promises';`],
  ['domain uses a library', 'domain/planted.ts', `import { z } from 'zod';`],
  ['domain reads the clock', 'domain/planted.ts', `export const today = () => new Date();`],
  ['domain knows the server', 'domain/planted.ts', `import { openHouse } from '@mingjian/server/house.ts';`],
  ['server knows the demo', 'server/planted.ts', `import { world } from '../demo/world/world.ts';`],
  ['server imports a model', 'server/planted.ts', `const m = await import('../models/benefits/dead-payee/model.ts');`],
  ['server imports a register', 'server/planted.ts', `import person from '../registers/person.ts';`],
  ['the demo knows the server', 'demo/planted.ts', `import { openHouse } from '@mingjian/server/house.ts';`],
  ['the demo reads the rules', 'demo/planted.ts', `import { compile } from '@mingjian/domain/model/compile.ts';`],
  ["a slice reads another's store", 'server/planted/x.ts', `import { find } from '../warnings/store.ts';`],
  ["the house reads a slice's store", 'server/planted.ts', `export { find } from './warnings/store.ts';`],
  ["a slice reads another's routes", 'server/planted/x.ts', `import type { Routes } from '../warnings/routes.ts';`],
  ['a type crosses a wall', 'domain/planted.ts', `import type { House } from '@mingjian/server/house.ts';`],
  ['an import of several lines', 'server/planted.ts', `import {\n  find,\n  get,\n} from './warnings/store.ts';`],
];

test.each(PLANTED)('a planted breach is found: %s', (_, path, text) => {
  expect(findBreaches([...ours, { path, text }]).map((breach) => breach.path)).toContain(path);
});

test('a planted circle is found, also over three files', () => {
  const circle = [
    { path: 'server/planted/a.ts', text: `import { b } from './b.ts';` },
    { path: 'server/planted/b.ts', text: `export * from './c.ts';` },
    { path: 'server/planted/c.ts', text: `import { a } from './a.ts';` },
  ];
  expect(findBreaches(circle).map(({ rule }) => rule)).toEqual(['no circles']);
});
