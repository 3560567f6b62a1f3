import { Tags, unescapeOoxml } from '../tags.ts';
import { contentOf, type Entry } from '../zip.ts';

/** The texts that cells refer to by number. Runs of rich text are joined; phonetic guides are not part of the text. */
export async function sharedStrings(fd: number, entry: Entry | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (!entry) return strings;
  let current = '';
  let inText = false;
  let phonetic = false;
  const tags = new Tags({
    open(name) {
      if (name === 'si') current = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text(text) {
      if (inText) current += text;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') strings.push(unescapeOoxml(current));
    },
  });
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of contentOf(fd, entry)) tags.push(decoder.decode(chunk, { stream: true }));
  return strings;
}
