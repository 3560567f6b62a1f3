import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';

/** Logs go to the home, for its user alone; synchronously, so that the last words of a dying process are there. */
export const openLog = (folder: string, level: Config['MINGJIAN_LOG'] = 'info'): Logger =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: speakable, error: speakable } },
    pino.destination({ dest: join(folder, 'mingjian.log'), append: true, sync: true, mode: 0o600 }),
  );

export const newReference = (): string => randomBytes(4).toString('hex').toUpperCase();

type Speakable = { name: string; code?: string; message: string; at: string[]; cause?: Speakable };

/** What of an error may be written down. Engines quote the value that they could not use, and values are personal:
 *  Chinese text and long numbers are blanked, a database error's detail (`Key (name)=(…)`) is not taken over at all. */
export function speakable(error: unknown): Speakable {
  const { name = 'Error', code, message = String(error), stack = '', cause } = error as Partial<Error> & { code?: unknown };
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
  return {
    name,
    ...(typeof code === 'string' && { code }),
    message: withoutValues(message),
    at,
    ...(cause !== undefined && { cause: speakable(cause) }),
  };
}

export const withoutValues = (text: string): string =>
  text.replace(/[\p{Script=Han}][\p{Script=Han}·?？〇]*/gu, '▯').replace(/\d{5,}[\dXx]*/g, '▯');
