import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { bad, type Case } from '../case.ts';
import { roster } from '../rows.ts';

const lay = (name: string, how: (path: string) => void, expect: Case['expect']): Case => ({ name, lay: how, expect });
const make = (command: string, ...args: string[]): void => { spawnSync(command, args, { stdio: 'ignore' }); };

/** What lies in a delivered folder and is no ordinary file, or has a name that is meant to mislead. */
export const places: Case[] = [
  lay('目录/x.csv/内.csv', (path) => { mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true }); writeFileSync(path, roster(9000)); }, { accepted: 12 }),
  lay('管道.csv', (path) => make('mkfifo', path), { refused: 'file.not-a-file' }),
  lay('链接到设备.csv', (path) => symlinkSync('/dev/zero', path), { refused: 'file.link' }),
  lay('链接到密码.csv', (path) => symlinkSync('/etc/passwd', path), { refused: 'file.link' }),
  lay('链接到自己.csv', (path) => symlinkSync(path, path), { refused: 'file.link' }),
  lay('链接到无.csv', (path) => symlinkSync('/nowhere/at/all', path), { refused: 'file.link' }),
  lay('链接到上级', (path) => symlinkSync('..', path), { refused: 'file.link' }),
  ...(process.getuid?.() === 0 && process.platform === 'linux' ? [lay('设备.csv', (path) => make('mknod', path, 'c', '1', '5'), { refused: 'file.not-a-file' })] : []),
  lay('无权读.csv', (path) => { writeFileSync(path, roster(9020)); chmodSync(path, 0); }, process.getuid?.() === 0 ? { accepted: 12 } : { refused: 'file.permission' }),
  bad('换行\n在名字里.csv', roster(9040), { accepted: 12 }),
  bad('名字反向\u202evsc.exe.csv', roster(9060), { accepted: 12 }),
  bad('名字有颜色\u001b[31m.csv', roster(9080), { accepted: 12 }),
  bad("名字'有;引号$(id)`x`.csv", roster(9100), { accepted: 12 }),
  bad(`${'长'.repeat(80)}.csv`, roster(9120), { accepted: 12 }),
  bad('-rf.csv', roster(9140), { accepted: 12 }),
  bad('*.csv', roster(9160), { accepted: 12 }),
];
