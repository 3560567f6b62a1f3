import { refuse } from './refusals.ts';

export type Kind = 'text' | 'zip' | 'ole' | 'html' | 'xml-workbook' | 'parquet' | 'json' | 'dbf' | 'biff';

const starts = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);
const ascii = (head: Buffer, at: number, text: string): boolean => head.toString('latin1', at, at + text.length) === text;

/** What a file is, by its content: departments rename `.html` to `.xls` and `.xls` to `.csv`, so the name only breaks ties. */
export function identify(head: Buffer, name: string): Kind {
  if (starts(head, 0x50, 0x4b, 3, 4) || starts(head, 0x50, 0x4b, 5, 6)) return 'zip';
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'ole';
  if (ascii(head, 0, 'PAR1')) return 'parquet';
  refuseNamed(head);
  if (head[0] === 9 && [0, 2, 4, 8].includes(head[1]!) && head[3] === 0) return 'biff';
  if (/\.dbf$/i.test(name) && [2, 3, 0x30, 0x31, 0x83, 0x8b, 0xf5].includes(head[0]!)) return 'dbf';
  return identifyText(head, name);
}

function identifyText(head: Buffer, name: string): Kind {
  const text = textOf(head).trimStart();
  if (/^<\?xml[^>]*>[\s\S]{0,400}?<(?:\w+:)?Workbook[\s>]/i.test(text)) return 'xml-workbook';
  if (/^(?:<!doctype html|<html|<head|<meta|<table|<body|<style|<div|<\?xml[^>]*>\s*<html)/i.test(text) || (text.startsWith('<') && /<table[\s>]/i.test(text))) return 'html';
  if (/^MIME-Version:/i.test(text) && /multipart\/related/i.test(text)) throw refuse.named('mhtml', '网页存档（MHTML）', 'a web archive (MHTML)');
  if (text.startsWith('<?xml')) throw refuse.named('xml', 'XML 文件', 'an XML file');
  if (/^\{\\rtf/.test(text)) throw refuse.named('rtf', 'RTF 文档', 'an RTF document');
  if (/^(?:\[\s*[{\]]|\{\s*["}])/.test(text) || (/\.(?:geo)?json(?:l)?$/i.test(name) && /^[[{]/.test(text))) return 'json';
  refuseBinary(head, name);
  return 'text';
}

const textOf = (head: Buffer): string => (starts(head, 0xff, 0xfe) ? head.toString('utf16le', 2) : head.toString('utf8', starts(head, 0xef, 0xbb, 0xbf) ? 3 : 0));

const SIGNATURES: [string | number[], () => Error][] = [
  ['%PDF', () => refuse.named('pdf', 'PDF 文件', 'a PDF')],
  ['Rar!', () => refuse.archive('RAR')],
  [[0x37, 0x7a, 0xbc, 0xaf], () => refuse.archive('7z')],
  [[0x1f, 0x8b], () => refuse.archive('GZIP')],
  ['BZh', () => refuse.archive('BZIP2')],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], () => refuse.archive('XZ')],
  [[0x28, 0xb5, 0x2f, 0xfd], () => refuse.archive('Zstandard')],
  [[0x89, 0x50, 0x4e, 0x47], () => refuse.named('image', '图片', 'an image')],
  [[0xff, 0xd8, 0xff], () => refuse.named('image', '图片', 'an image')],
  ['GIF8', () => refuse.named('image', '图片', 'an image')],
  [[0x49, 0x49, 0x2a, 0], () => refuse.named('image', '图片', 'an image')],
  [[0x4d, 0x4d, 0, 0x2a], () => refuse.named('image', '图片', 'an image')],
  [[0x7f, 0x45, 0x4c, 0x46], () => refuse.named('program', '程序', 'a program')],
  ['SQLite format 3', () => refuse.named('database', 'SQLite 数据库', 'an SQLite database')],
  [[0, 1, 0, 0, 0x53, 0x74, 0x61, 0x6e], () => refuse.named('database', 'Access 数据库', 'an Access database')],
];

function refuseNamed(head: Buffer): void {
  for (const [mark, refusal] of SIGNATURES)
    if (typeof mark === 'string' ? ascii(head, 0, mark) : starts(head, ...mark)) throw refusal();
}

/** What cannot be read and calls itself a format that is not read anyway is refused as that: "damaged" would have the sender send it again. */
const UNREAD: [RegExp, () => Error][] = [
  [/\.xlsb$/i, refuse.xlsb],
  [/\.(?:docx?|docm|wps|odt)$/i, () => refuse.named('word', 'Word 文档', 'a Word document')],
  [/\.(?:pptx?|dps|odp)$/i, () => refuse.named('powerpoint', 'PowerPoint 演示文稿', 'a PowerPoint presentation')],
  [/\.pdf$/i, () => refuse.named('pdf', 'PDF 文件', 'a PDF')],
];

export function refuseByName(name: string): void {
  for (const [ending, refusal] of UNREAD) if (ending.test(name)) throw refusal();
}

/** Control characters that no text of any encoding has; NULs are left to the encodings (UTF-16, padded exports). */
function refuseBinary(head: Buffer, name: string): void {
  let control = 0;
  let nul = 0;
  for (const byte of head) {
    if (byte === 0) nul++;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) control++;
  }
  if (starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff)) return;
  if (control <= Math.max(8, head.length * 0.02) && nul <= head.length * 0.7) return;
  refuseByName(name);
  throw refuse.binary();
}
