import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** `npm test`: every check in turn, each with its time. All run, so that one look shows all that is wrong. */
const bin = (name: string) => join('node_modules', '.bin', name);
const CHECKS: [name: string, command: string, args: string[]][] = [
  ['types', bin('tsc'), ['--noEmit', '-p', '.']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
  ['unused', bin('knip'), []],
  ['tests', bin('vitest'), ['run', ...process.argv.slice(2)]],
];

const failed: string[] = [];
for (const [name, command, args] of CHECKS) {
  const from = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok   ' : 'FAIL '} ${name} ${seconds} s`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
