import type { Words } from '@mingjian/domain/words.ts';
import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { readBefore } from './read-before.ts';

/** A place where a file is not YAML. Line and column from 1. */
export type YamlFault = { line: number; column: number; words: Words; remedy: Words };
export type YamlFile = {
  value: unknown;
  /** nothing was read where there are any, but for keys that stand twice */
  faults: YamlFault[];
  /** where the value under these keys stands, or the nearest above it; `at` counts characters into it */
  placeOf(path: readonly (string | number)[], at?: number): { line: number; column: number };
};

/** The same of a file that ships, whose text is known to be whole once it has been read whole. */
export function readShippedYaml(text: string): YamlFile {
  const value = readBefore(text, () => {
    const { value, faults } = readYaml(text);
    return faults.length === 0 ? value : undefined;
  });
  return value === undefined ? readYaml(text) : { value, faults: [], placeOf: (path, at) => readYaml(text).placeOf(path, at) };
}

/** Reads a YAML file that a person wrote by hand and says what is wrong with it in both languages. */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, uniqueKeys: true });
  const written = text.split(/\r?\n/);
  const found = document.errors.map((error) => faultOf(error, written));
  const faults = found.filter(({ line }, i) => found.findIndex((one) => one.line === line) === i);
  const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  try {
    return { value: isReadable ? document.toJS({ maxAliasCount: 0 }) : undefined, faults, placeOf: placing(document, lines) };
  } catch {
    return { value: undefined, faults: [...faults, aliased(written)], placeOf: placing(document, lines) };
  }
}

const placing = (document: Document, lines: LineCounter): YamlFile['placeOf'] => (path, at = 0) => {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
    if (!node?.range) continue;
    const { line, col } = lines.linePos(node.range[0] + (depth === path.length ? at : 0));
    return { line, column: col };
  }
  return { line: 1, column: 1 };
};

function aliased(written: string[]): YamlFault {
  const line = written.findIndex((text) => /[:\-[,]\s*[*&]\S/.test(text));
  return { line: line + 1 || 1, column: 1, words: { zh: '这里不用 YAML 的别名（* 和 &）', en: 'aliases of YAML (* and &) are not used here' }, remedy: { zh: '把内容再写一遍；文字以 * 或 & 开头的加引号', en: 'write it out again; put a text that begins with * or & between quotes' } };
}

function faultOf({ code, message, linePos }: YAMLError, written: string[]): YamlFault {
  const { line, col } = linePos?.[0] ?? { line: 1, col: 1 };
  const wide = WIDE.exec(written[line - 1] ?? '');
  const [zh, remedy] = saidOf(code, message);
  const en = message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
  return {
    line, column: col,
    words: { zh, en: `not YAML: ${en}` },
    remedy: wide ? { zh: `这一行有全角的“${wide[0]}”，要用半角的 ${NARROW[wide[0]]}`, en: `this line has a full-width "${wide[0]}", write ${NARROW[wide[0]]}` } : remedy,
  };
}

/** Full-width signs that an input method puts in for those of YAML. */
const NARROW: Record<string, string> = { '：': ':', '，': ',', '“': '"', '”': '"', '‘': "'", '’': "'", '［': '[', '］': ']', '【': '[', '】': ']', '｛': '{', '｝': '}', '　': ' ' };
const WIDE = /[：，“”‘’［］【】｛｝\u3000]/;

const LOOK = { zh: '检查缩进、冒号后的空格和引号', en: 'look at the indentation, the space after a colon, the quotes' };

function saidOf(code: YAMLError['code'], message: string): [zh: string, remedy: Words] {
  switch (code) {
    case 'DUPLICATE_KEY': return ['同一个键写了两遍', { zh: '留下一个', en: 'keep one of them' }];
    case 'TAB_AS_INDENT': return ['缩进用了制表符', { zh: '缩进只用空格', en: 'indent by spaces only' }];
    case 'BLOCK_AS_IMPLICIT_KEY': return ['一行里有两个“键: 值”，或下一行多缩进了一层', { zh: '同一层的键对齐；值里有冒号的加引号', en: 'let keys of one level begin in one column; put a value that holds a colon between quotes' }];
    case 'MULTILINE_IMPLICIT_KEY': return ['这一行不是“键: 值”', { zh: '键后写冒号和空格', en: 'write a colon and a space after the key' }];
    case 'BAD_SCALAR_START': return ['值以 YAML 留用的符号开头（@、`、%）', { zh: '给这个值加引号', en: 'put the value between quotes' }];
    case 'BAD_INDENT': return message.startsWith('Flow') ? ['方括号或花括号没有收尾', { zh: '补上 ] 或 }', en: 'close it by ] or }' }] : ['缩进不对', { zh: '同一层的键对齐，下一层多缩进两格', en: 'let keys of one level begin in one column, the next level two spaces further in' }];
    case 'MISSING_CHAR': return message.includes('quote') ? ['引号没有收尾', { zh: '补上收尾的引号', en: 'close the quotes' }] : message.startsWith('Implicit') ? ['这一行缺少冒号', { zh: '写成“键: 值”', en: 'write "key: value"' }] : ['缺少逗号、冒号或括号', LOOK];
    case 'BLOCK_IN_FLOW': return ['括号里不能换行缩进着写', { zh: '括号里用逗号隔开，写在一行', en: 'separate by commas within brackets' }];
    case 'MULTIPLE_DOCS': return ['一个文件里写了几份（中间有 ---）', { zh: '去掉 ---，一个文件只写一份', en: 'take --- away: one file, one document' }];
    case 'BAD_DQ_ESCAPE': return ['双引号里的反斜杠写法不对', { zh: '改用单引号', en: 'use single quotes' }];
    case 'UNEXPECTED_TOKEN': return ['这里多出了内容', LOOK];
    default: return ['YAML 写法有误', LOOK];
  }
}
