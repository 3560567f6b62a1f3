import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import XLSX from '@e965/xlsx';
import { writeXlsx } from 'hucre';
import { writeOds } from 'hucre/ods';
import { literal, openDuck } from '@mingjian/server/duckdb.ts';
import { gb18030 } from '@mingjian/server/imports/reading/testing.ts';
import { citizen, csv, HEADER, members, nameOf, PAY, payments } from './rows.ts';

export type Good = { name: string; bytes: Buffer };

const DEATHS = ['死者身份证号', '死者姓名', '死亡日期', '数据来源', '村(社区)'];
const deaths = (from: number, count: number): string[][] => Array.from({ length: count }, (_, i) => [citizen(from + i), nameOf(from + i), `2023-05-1${i % 9}`, '公安注销', '439921101201']);
const elsewhere = (rows: string[][]): string[][] => rows.map((row) => row.map((cell) => cell.replace(/^439921101/, '439921102')));
const titled = (rows: string[][], title: string): string[][] => [[title], ...rows, ['合计', '', '', '', String(rows.length - 1)], ['制表人：赵春']];

/** Small files as departments send them, one of every format that is read; what is bred from them is `mutate.ts`. */
export async function goodFiles(): Promise<Good[]> {
  // a town of their own: a list that is much shorter than the last one of its town waits
  const dibao = (from: number): string[][] => [HEADER, ...elsewhere(members(from, 20))];
  const pay = (from: number): string[][] => [PAY, ...payments(from, 20)];
  const dead = (from: number): string[][] => [DEATHS, ...deaths(from, 20)];
  const book = (rows: string[][], type: XLSX.BookType): Buffer => {
    const made = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(made, XLSX.utils.aoa_to_sheet(rows), 'Sheet1');
    return XLSX.write(made, { type: 'buffer', bookType: type }) as Buffer;
  };
  const objects = (rows: string[][]): object[] => rows.slice(1).map((row) => Object.fromEntries(rows[0]!.map((name, i) => [name, row[i]])));
  return [
    { name: '低保.csv', bytes: Buffer.from(csv(dibao(20_000))) },
    { name: '低保带题.csv', bytes: Buffer.from(csv(titled(dibao(20_100), '青岚县城乡低保对象花名册'), { end: '\r\n' })) },
    { name: '一卡通发放明细gbk.csv', bytes: gb18030(csv(pay(20_200), { end: '\r\n' })) },
    { name: '一卡通发放明细utf16.csv', bytes: Buffer.from(`\ufeff${csv(pay(20_300))}`, 'utf16le') },
    { name: '死亡.txt', bytes: Buffer.from(csv(dead(20_400), { delimiter: '\t' })) },
    { name: '死亡分号.csv', bytes: Buffer.from(csv(dead(20_500), { delimiter: ';' })) },
    { name: '死亡竖线.txt', bytes: gb18030(csv(dead(20_600), { delimiter: '|' })) },
    { name: '低保CR.csv', bytes: Buffer.from(csv(dibao(20_700), { end: '\r' })) },
    { name: '低保引号.csv', bytes: Buffer.from(dibao(20_800).map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n')) },
    { name: '低保.xlsx', bytes: Buffer.from(await writeXlsx({ sheets: [{ name: '低保', rows: dibao(20_900) }] })) },
    { name: '一卡通发放明细.xlsx', bytes: Buffer.from(await writeXlsx({ sheets: [{ name: '一季度', rows: pay(21_000) }, { name: '二季度', rows: pay(21_050) }] })) },
    { name: '死亡.ods', bytes: Buffer.from(await writeOds({ sheets: [{ name: '死亡', rows: dead(21_100) }] })) },
    { name: '低保.xls', bytes: book(dibao(21_200), 'biff8') },
    { name: '一卡通发放明细网页.xls', bytes: Buffer.from(`<html><table>${pay(21_400).map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></html>`) },
    { name: '低保2003.xls', bytes: book(dibao(21_500), 'xlml') },
    { name: '低保.jsonl', bytes: Buffer.from(objects(dibao(21_600)).map((one) => JSON.stringify(one)).join('\n')) },
    { name: '一卡通发放明细.json', bytes: Buffer.from(JSON.stringify(objects(pay(21_700)))) },
    { name: '地块.geojson', bytes: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features: Array.from({ length: 20 }, (_, i) => ({ type: 'Feature', properties: { 地块编号: `G${i}`, '村(社区)': '439921101201', 权属: '村集体', '面积(亩)': 3 + i }, geometry: { type: 'Polygon', coordinates: [[[110, 26], [110.1, 26], [110.1, 26.1], [110, 26]]] } })) })) },
    { name: '死亡.parquet', bytes: await parquet(dead(21_900)) },
    { name: '低保.dbf', bytes: dbf(elsewhere(members(22_000, 20))) },
  ];
}

async function parquet(rows: string[][]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-good-'));
  try {
    await using duck = await openDuck({ memoryMb: 256, threads: 1, spill: null });
    await duck.run(`copy (select * from (values ${rows.slice(1).map((row) => `(${row.map(literal).join(', ')})`).join(', ')}) as t(${rows[0]!.map((name) => `"${name}"`).join(', ')})) to ${literal(join(folder, 'a.parquet'))} (format parquet)`);
    return readFileSync(join(folder, 'a.parquet'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** dBASE III, as old statistics programs write it: field names of ten bytes, texts in GBK. */
function dbf(rows: string[][]): Buffer {
  const fields: [string, number][] = [['低保证号', 12], ['姓名', 20], ['身份证号', 18], ['村', 12], ['金额', 12], ['起保日期', 10]];
  const head = Buffer.alloc(32 + fields.length * 32 + 1);
  const width = 1 + fields.reduce((sum, [, length]) => sum + length, 0);
  head.writeUInt8(3, 0);
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(head.length, 8);
  head.writeUInt16LE(width, 10);
  fields.forEach(([name, length], i) => {
    gb18030(name).copy(head, 32 + i * 32, 0, 10);
    head.write('C', 32 + i * 32 + 11, 'latin1');
    head.writeUInt8(length, 32 + i * 32 + 16);
  });
  head.writeUInt8(13, head.length - 1);
  const body = rows.map((row) => Buffer.concat([Buffer.from(' '), ...fields.map(([, length], i) => Buffer.concat([gb18030(row[i]!), Buffer.alloc(length, 32)]).subarray(0, length))]));
  return Buffer.concat([head, ...body, Buffer.from([26])]);
}
