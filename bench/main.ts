import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';

/** `npm run bench -- NAME`: one benchmark, printing a ratio against a named reference measured in the same run. */
const [name = '', ...rest] = process.argv.slice(2);
const file = join(import.meta.dirname, `${name}.bench.ts`);

if (name && existsSync(file)) {
  process.argv.splice(2, process.argv.length, ...rest);
  await import(file);
} else {
  const names = globSync('*.bench.ts', { cwd: import.meta.dirname }).map((path) => basename(path, '.bench.ts')).sort();
  console.error(`npm run bench -- NAME\n  ${names.join('\n  ')}`);
  process.exitCode = 2;
}
