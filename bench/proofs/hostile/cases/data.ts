import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { literal, openDuck } from '@mingjian/server/duckdb.ts';
import { bad, type Case } from '../case.ts';
import { HEADER, members } from '../rows.ts';

const object = (row: string[]): Record<string, string> => Object.fromEntries(HEADER.map((name, i) => [name, row[i]!]));
const lines = (from: number, change: (all: string[]) => unknown = () => undefined): string => {
  const all = members(from, 12).map((row) => JSON.stringify(object(row)));
  change(all);
  return all.join('\n') + '\n';
};
type Ring = (number | string)[][];
const SQUARE: Ring = [[110.1, 26.1], [110.2, 26.1], [110.2, 26.2], [110.1, 26.2], [110.1, 26.1]];
const parcel = (n: number, geometry: unknown): object => ({ type: 'Feature', properties: { 地块编号: `P${n}`, '村(社区)': '439921101201', 权属: '村集体', '面积(亩)': 12.5 }, geometry });
const polygon = (ring: Ring): object => ({ type: 'Polygon', coordinates: [ring] });
const collection = (from: number, ...odd: unknown[]): string => JSON.stringify({ type: 'FeatureCollection', features: [...Array.from({ length: 8 }, (_, i) => parcel(from + i, polygon(SQUARE))), ...odd.map((geometry, i) => parcel(from + 8 + i, geometry))] });

/** A Parquet file as `sql` says. */
async function parquet(sql: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-parquet-'));
  try {
    await using duck = await openDuck({ memoryMb: 256, threads: 1, spill: null });
    await duck.run(`copy (${sql}) to ${literal(join(folder, 'a.parquet'))} (format parquet)`);
    return readFileSync(join(folder, 'a.parquet'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const rowsSql = (from: number, more = ''): string => `select *${more} from (values ${members(from, 12).map((row) => `(${row.map(literal).join(', ')})`).join(', ')}) as t(${HEADER.map((name) => `"${name}"`).join(', ')})`;

/** JSON, GeoJSON and Parquet. */
export const data: Case[] = [
  bad('坏一行.jsonl', lines(8000, (all) => { all[3] = '{"低保证号": "D1", '; all[7] = '[1,2]'; }), { accepted: 10, quarantined: 2, because: ['row.not-an-object'] }),
  bad('截断.jsonl', lines(8020).slice(0, -40), { accepted: 11, quarantined: 1, because: ['row.not-an-object'] }),
  bad('很深.json', `[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]`, { waits: true }),
  bad('很深的列表.json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, { refused: 'file.no-table' }),
  bad('括号没关.json', `[${members(8040, 12).map((row) => JSON.stringify(object(row))).join(',')}`, { refused: 'file.broken-data' }),
  bad('键是原型.json', JSON.stringify(members(8060, 12).map(object)).replaceAll('{"低保证号"', '{"__proto__":{"x":1},"constructor":"y","低保证号"'), { accepted: 12 }),
  bad('每行不同的键.jsonl', Array.from({ length: 3000 }, (_, i) => `{"k${i}":1}`).join('\n'), { refused: 'file.too-many-columns' }),
  bad('号码是数字.jsonl', lines(8080, (all) => all.forEach((line, i) => (all[i] = line.replace(/"(\d{18})"/, '$1')))), { accepted: 12 }),
  bad('转义NUL.jsonl', lines(8100, (all) => (all[2] = all[2]!.replace('"姓名":"', '"姓名":"\\u0000\\ud800'))), { accepted: 12 }),
  bad('键含NUL.jsonl', lines(8120, (all) => all.forEach((line, i) => (all[i] = line.replace('"姓名"', '"姓\\u0000名"')))), { accepted: 12 }),
  bad('GBK的JSON.json', Buffer.from([0x5b, 0x7b, 0x22, 0xff, 0xff, 0x22, 0x3a, 0x31, 0x7d, 0x5d]), { refused: 'file.encoding-unknown' }),
  bad('自相交.geojson', collection(8200, polygon([[110.1, 26.1], [110.2, 26.2], [110.2, 26.1], [110.1, 26.2], [110.1, 26.1]])), { accepted: 9, remarks: ['geometry.malformed'] }),
  bad('环不闭合.geojson', collection(8220, polygon(SQUARE.slice(0, 4)), polygon(SQUARE.slice(0, 2))), { accepted: 10, remarks: ['geometry.malformed'] }),
  bad('几何为空.geojson', collection(8240, null, {}, { type: 'Polygon', coordinates: [] }, { type: 'Nonsense', coordinates: 'x' }), { accepted: 12, remarks: ['geometry.malformed'] }),
  bad('坐标越界.geojson', collection(8260, polygon([[500000, 2900000], [500100, 2900000], [500100, 2900100], [500000, 2900000]]), polygon([['a', 'b'], [null as never, 1], [1, 2], [1, 2]])), { accepted: 10, remarks: ['geometry.coordinates'] }),
  bad('截断.geojson', collection(8280).slice(0, -100), { refused: 'file.broken-data' }),
  bad('没有要素.geojson', '{"type":"FeatureCollection","features":[]}', { refused: 'file.no-table' }),
  bad('截断.parquet', async () => (await parquet(rowsSql(8300))).subarray(0, -20), { refused: 'file.broken-data' }),
  bad('只有魔数.parquet', 'PAR1', { refused: 'file.broken-data' }),
  bad('脚注长度说大.parquet', async () => { const bytes = await parquet(rowsSql(8310)); bytes.writeUInt32LE(0x7fff_ffff, bytes.length - 8); return bytes; }, { refused: 'file.broken-data' }),
  bad('嵌套类型.parquet', () => parquet(rowsSql(8320, ", {'a': 1, 'b': [{'c': map {'k': 'v'}}]} as \"结构\"")), { accepted: 12 }),
  bad('浮点号码.parquet', () => parquet(rowsSql(8340).replace('select *', 'select * replace (cast("身份证号"[:17] as double) * 10 as "身份证号")')), { accepted: 0, quarantined: 12, because: ['cell.damaged'] }),
  bad('没有行.parquet', () => parquet(`${rowsSql(8360)} limit 0`), { empty: true }),
  bad('列名怪.parquet', () => parquet(rowsSql(8380, ', 3 as "row""; drop"')), { accepted: 12 }),
];
