// Runs one of our TypeScript programs under the Node that npm brought: node scripts/run.mjs server/main.ts demo --once
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { environment, findNode, root } from './node.mjs';

/** Ends as the program ends; Ctrl-C reaches the program through the terminal, which alone decides what to do with it. */
export function run(file, args) {
  ensureInstalled();
  const node = findNode();
  const PATH = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(node, [join(root, file), ...args], { cwd: root, stdio: 'inherit', env: { ...environment(), PATH } });
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT')).on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

if (import.meta.filename === process.argv[1]) run(process.argv[2], process.argv.slice(3));
