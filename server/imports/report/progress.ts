import type { Progress } from '../deliver.ts';
import { say, visible } from '../../say.ts';

const EVERY = 200; // milliseconds between two drawings

/** Where an import stands: one line that is drawn anew on a terminal; elsewhere (a pipe, a log) a line for each file that begins. */
export function progressLine(out: NodeJS.WriteStream, now = () => performance.now()): { tell: (progress: Progress) => void; end: () => void } {
  if (!out.isTTY) return linePerFile(out);
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

function linePerFile(out: NodeJS.WriteStream): ReturnType<typeof progressLine> {
  let last = '';
  return {
    tell: ({ looking, done, files, file }) => {
      const at = `${looking} ${file}`;
      if (file === '' || looking || at === last) return;
      last = at;
      out.write(visible(`[${done + 1}/${files}] ${file}\n`));
    },
    end: () => {},
  };
}

function text({ done, files, file, rows, quarantined, waiting }: Progress, seconds: number): string {
  const speed = seconds > 0 ? Math.round(rows / seconds) : 0;
  return say({
    zh: `[${done}/${files}] ${rows} 行，${speed} 行/秒，待定 ${waiting}，隔离 ${quarantined}  ${file}`,
    en: `[${done}/${files}] ${rows} rows, ${speed}/s, ${waiting} waiting, ${quarantined} quarantined  ${file}`,
  });
}
