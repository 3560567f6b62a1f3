import { cleanText } from './text.ts';

const UNSAID = /^(?:无|不详|未知|null|n\/a|同上|[-/\\.]+)$/i;

/** An address as one line: NFKC, no spaces between Chinese characters, dashes between numbers alike; null where there is none. */
export function cleanAddress(raw: string): string | null {
  const text = cleanText(raw)
    .replace(/(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])/g, '')
    .replace(/(?<=\d)[–—−~～_](?=\d)/g, '-');
  return text === '' || UNSAID.test(text) ? null : text;
}
