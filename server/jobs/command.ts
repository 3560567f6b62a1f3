import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { EXIT } from '../commands.ts';
import { Refused } from '../refused.ts';
import type { Handler } from './queue.ts';

/** What waits in the queue: a command line of this program, and the folder in which its paths are meant. */
export const Later = Type.Object({ command: Type.Array(Type.String(), { minItems: 1 }), folder: Type.String() }, { additionalProperties: false });

const PROGRAM = join(import.meta.dirname, '../main.ts');

/** Does a command that was left for later, in a process of its own: its memory is given back, and its death is not the worker's.
 *  @throws Refused when the command was refused; an Error when it failed, so that the queue tries it again */
export const doCommand: Handler = async (_house, data) => {
  const { command, folder } = Value.Parse(Later, data);
  const child = spawn(process.execPath, [PROGRAM, ...command], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code === EXIT.ok || code === EXIT.partly) return { exit: code };
  if (code === EXIT.refused) {
    throw new Refused('job.refused', { zh: `命令被拒绝：${command[0]}`, en: `the command was refused: ${command[0]}` }, { zh: '按上面的提示改正后重新排队', en: 'correct it as told above and leave it again' });
  }
  throw new Error(`${command[0]} ended with ${code ?? signal}`);
};
