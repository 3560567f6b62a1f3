import type { Progress } from '../deliver.ts';
import { say } from '../../say.ts';

const EVERY = 200; // milliseconds between two drawings

/** One line on the terminal that tells where an import stands; nothing where nobody looks (a pipe, a log). */
export function progressLine(out: NodeJS.WriteStream, now = () => performance.now()): { tell: (progress: Progress) => void; end: () => void } {
  if (!out.isTTY) return { tell: () => {}, end: () => {} };
  const began = now();
  let drawn = -EVERY;
  return {
    tell: (progress) => {
      if (now() - drawn < EVERY) return;
      drawn = now();
      out.write(`\r\u001b[K${text(progress, (now() - began) / 1000).slice(0, Math.max(20, (out.columns ?? 80) - 1))}`);
    },
    end: () => out.write('\r\u001b[K'),
  };
}

function text({ done, files, file, rows, quarantined, waiting }: Progress, seconds: number): string {
  const speed = seconds > 0 ? Math.round(rows / seconds) : 0;
  return say({
    zh: `[${done}/${files}] ${rows} 行，${speed} 行/秒，待定 ${waiting}，隔离 ${quarantined}  ${file}`,
    en: `[${done}/${files}] ${rows} rows, ${speed}/s, ${waiting} waiting, ${quarantined} quarantined  ${file}`,
  });
}
