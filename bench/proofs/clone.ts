import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settle } from '../settle.ts';

/** A newcomer: clones what is committed into an empty folder and runs the README's two commands there, with an empty home and
 *  npm cache. `--as NAME` runs them as that ordinary user (needs root). DATABASE_URL and MINGJIAN_OWNER_URL are handed on. */
const as = process.argv.includes('--as') ? process.argv[process.argv.indexOf('--as') + 1] : undefined;
const root = join(import.meta.dirname, '../..');
const at = mkdtempSync(join(tmpdir(), 'mingjian-clone-'));
const KEPT = /^(PATH|LANG|DATABASE_URL|MINGJIAN_OWNER_URL|npm_config_(registry|cafile)|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|https?_proxy|no_proxy)$/i;
const machine = Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.test(name)));
// the machine's own Node, not ours: that is what a newcomer has
const PATH = (process.env['PATH'] ?? '').split(':').filter((part) => !part.includes('node_modules')).join(':');
const env = { ...machine, PATH, HOME: join(at, 'home'), npm_config_cache: join(at, 'npm') };

function prepare(): void {
  spawnSync('git', ['clone', '--quiet', root, join(at, 'main')], { stdio: 'inherit' });
  const shared = join(root, '../shared/data');
  if (existsSync(shared)) cpSync(shared, join(at, 'shared/data'), { recursive: true });
  mkdirSync(env.HOME);
  chmodSync(at, 0o755);
  if (!as) return;
  spawnSync('chown', ['-R', as, at], { stdio: 'inherit' });
}

function timed(command: string): { seconds: number; ok: boolean } {
  const from = performance.now();
  const [program, args] = as ? ['setpriv', ['--reuid', as, '--regid', as, '--clear-groups', 'sh', '-c', command]] : ['sh', ['-c', command]];
  const { status } = spawnSync(program as string, args as string[], { cwd: join(at, 'main'), env, stdio: 'inherit' });
  return { seconds: Math.round((performance.now() - from) / 1000), ok: status === 0 };
}

prepare();
const demo = timed('npm run demo -- --once');
const test = timed('npm test');
rmSync(at, { recursive: true, force: true });
settle(`demo ${demo.seconds} s, test ${test.seconds} s, as ${as ?? 'the present user'}`, demo.ok && test.ok);
