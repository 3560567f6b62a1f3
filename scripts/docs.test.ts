import { execFile, execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { testHouse } from '@mingjian/server/testing.ts';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('{docs,models,registers}/**/*.md', { cwd: root })];

/** Every line of the document's shell blocks, in order. */
const commandsOf = (text: string): string[] =>
  [...text.matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n').map((line) => line.trim()).filter(Boolean));

const INSTALLING = ['npm run demo', 'npm test'];
/** Something waits or is quarantined: part of the story that the documents tell. */
const FINE = [0, 3];

/** Of the county's files, those that the documents name and those that make warnings to show; the rest would only take time. */
const NEEDED = /区划|户籍人口|死亡注销|合同台账|承包费收缴|集体资产台账/;

let county: string | undefined;
function makeCounty(): string {
  const at = mkdtempSync(join(tmpdir(), 'mingjian-docs-county-'));
  execFileSync(process.execPath, [join(root, 'demo/main.ts'), '--out', at], { stdio: 'pipe' });
  for (const file of globSync('delivery-*/*/*', { cwd: at })) if (!NEEDED.test(file)) rmSync(join(at, file));
  return at;
}
afterAll(() => county && rmSync(county, { recursive: true, force: true }));

/** A folder as a reader of the documents has it: the demo county beside them, and `mingjian` at hand. */
function readersFolder() {
  const at = mkdtempSync(join(tmpdir(), 'mingjian-docs-'));
  cpSync((county ??= makeCounty()), join(at, 'county'), { recursive: true });
  mkdirSync(join(at, 'bin'));
  writeFileSync(join(at, 'bin/mingjian'), `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'server/main.ts')}" "$@"\n`, { mode: 0o755 });
  return { at, path: [join(at, 'bin'), process.env['PATH']].join(delimiter), [Symbol.dispose]: () => rmSync(at, { recursive: true, force: true }) };
}

type Outcome = { code: number; out: string };
const shell = (command: string, cwd: string, env: Record<string, string>): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile('/bin/sh', ['-c', command], { cwd, env: { ...process.env, ...env }, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, out: stdout + stderr }),
    );
  });

test.each(documents)('every command of %s runs', async (document) => {
  const commands = commandsOf(readFileSync(join(root, document), 'utf8')).filter((line) => !INSTALLING.includes(line) && !line.startsWith('#') && !line.startsWith('export '));
  if (commands.length === 0) return;
  await using house = await testHouse();
  using folder = readersFolder();
  const env = { ...house.env, PATH: folder.path };
  for (const line of commands) {
    const { code, out } = await shell(await withWarning(line, folder.at, env), folder.at, env);
    expect(FINE, `${line}\n${out}`).toContain(code);
  }
}, 600_000);

/** `npx mingjian` is `mingjian` here; ID stands for a warning that is there. */
async function withWarning(line: string, cwd: string, env: Record<string, string>): Promise<string> {
  const plain = line.replace(/^npx mingjian/, 'mingjian');
  if (!/\b(ID|编号)\b/.test(plain)) return plain;
  const { out } = await shell('mingjian warnings --format jsonl', cwd, env);
  const first = JSON.parse(out.split('\n')[0] ?? '{}') as { id: string };
  return plain.replace(/\bID\b|编号/, first.id);
}

test('every command of the table of proofs is a script that exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const named = [...readFileSync(join(root, 'docs/proofs.md'), 'utf8').matchAll(/^\|[^|]*\| `npm run ([\w:]+)(?: -- (\w+))?/gm)];
  expect(named.length).toBeGreaterThan(4);
  for (const [, script = '', name] of named) {
    expect(Object.keys(scripts)).toContain(script);
    if (script === 'bench') expect(globSync(`bench/${name}.bench.ts`, { cwd: root })).toHaveLength(1);
    else expect(globSync(scripts[script]!.split(' ')[2]!, { cwd: root })).toHaveLength(1);
  }
});

test('npx finds the program in a clone', () => {
  expect(execFileSync('npx', ['mingjian', '--version'], { cwd: root, encoding: 'utf8' }).trim()).toBe('0.1.0');
});

test('a document with a command that fails is found', async () => {
  expect(commandsOf('x\n```sh\nnpx mingjian nonsense\n```\n')).toEqual(['npx mingjian nonsense']);
  using folder = readersFolder();
  const { code } = await shell('mingjian nonsense', folder.at, { PATH: folder.path });
  expect(FINE).not.toContain(code);
});
