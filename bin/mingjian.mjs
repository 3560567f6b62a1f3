#!/usr/bin/env node
// Starts the program under the Node that npm brought, whatever Node (from 20.19) the machine has.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, findNode, root } from '../scripts/node.mjs';

const child = spawn(findNode(), [join(root, 'server', 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit', env: environment() });

// A terminal sends Ctrl-C to both; what is sent to this process alone is handed on.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
