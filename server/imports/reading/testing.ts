import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eachCanonical } from './out/canonical.ts';
import { openFile } from './open.ts';
import { Sink } from './out/sink.ts';
import type { Found } from './source.ts';
import { LIMITS, type Limits, type SniffOptions, type Streamed } from './types.ts';

export type ReadTable = Streamed & { found: Found; names: string[]; lines: number[]; cells: string[][] };

/** A folder of its own for one test. */
export function scratch(): { at: string; write(name: string, bytes: Buffer | string): string } & Disposable {
  const at = mkdtempSync(join(tmpdir(), 'mingjian-reading-'));
  return {
    at,
    write(name, bytes) {
      writeFileSync(join(at, name), bytes);
      return join(at, name);
    },
    [Symbol.dispose]: () => rmSync(at, { recursive: true, force: true }),
  };
}

/** Every table of a file, read in this process: what the child does, without the child. */
export async function readTables(path: string, options: SniffOptions = {}, limits: Partial<Limits> = {}): Promise<ReadTable[]> {
  const all = { ...LIMITS, ...limits };
  using opened = await openFile(path, all);
  const tables: ReadTable[] = [];
  for (const found of await opened.source.find(options, all)) {
    const out = `${path}.out`;
    const sink = new Sink(out, found.plan.width, all, found.plan.sheet);
    await opened.source.pour(found.plan, sink);
    tables.push({ ...sink.finish(), found, names: found.plan.headers.map((header) => header.name), ...readBack(out) });
  }
  return tables;
}

export const readTable = async (path: string, options?: SniffOptions): Promise<ReadTable> => (await readTables(path, options))[0]!;

export async function readText(text: string | Buffer, options?: SniffOptions): Promise<ReadTable> {
  using folder = scratch();
  return await readTable(folder.write('table.csv', text), options);
}

export function readBack(out: string): { lines: number[]; cells: string[][] } {
  const fd = openSync(out, 'r');
  const lines: number[] = [];
  const cells: string[][] = [];
  try {
    eachCanonical(fd, (row, values) => {
      lines.push(row);
      cells.push(values);
    });
    return { lines, cells };
  } finally {
    closeSync(fd);
  }
}

let fourByteCodes: Map<number, number> | null = null;
let twoByteCodes: Map<string, number> | null = null;

/** GB 18030 bytes of a text: Node decodes it and cannot write it, so its own decoder is turned around. */
export function gb18030(text: string): Buffer {
  twoByteCodes ??= turnAround();
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const two = twoByteCodes.get(char);
    if (code < 0x80) bytes.push(code);
    else if (two !== undefined) bytes.push(two >> 8, two & 255);
    else bytes.push(...fourBytes(code >= 0x10000 ? code - 0x10000 + 189_000 : fourByteCodes!.get(code)!));
  }
  return Buffer.from(bytes);
}

const fourBytes = (n: number): number[] => [0x81 + Math.floor(n / 12_600), 0x30 + (Math.floor(n / 1_260) % 10), 0x81 + (Math.floor(n / 10) % 126), 0x30 + (n % 10)];

function turnAround(): Map<string, number> {
  const decoder = new TextDecoder('gb18030');
  const two = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const char = trail === 0x7f ? '\uFFFD' : decoder.decode(Uint8Array.of(lead, trail));
      if (char !== '\uFFFD' && [...char].length === 1 && !two.has(char)) two.set(char, (lead << 8) | trail);
    }
  fourByteCodes = new Map();
  for (let n = 0; n < 39_420; n++) {
    const char = decoder.decode(Uint8Array.from(fourBytes(n)));
    if (char !== '\uFFFD' && !fourByteCodes.has(char.codePointAt(0)!)) fourByteCodes.set(char.codePointAt(0)!, n);
  }
  return two;
}

export const sharedData = (path: string): string => join(import.meta.dirname, '../../../../shared/data', path);
export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
