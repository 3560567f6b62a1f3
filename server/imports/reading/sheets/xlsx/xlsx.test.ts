import fc from 'fast-check';
import { writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { readTable, scratch } from '../../testing.ts';
import { newQuickCell, quickCell } from './quick-cell.ts';
import { SheetReader } from './sheet-rows.ts';
import { Tags } from '../tags.ts';

const BOOK = { strings: ['甲', '乙 丙', ''], styles: ['none', 'day', 'month'] as const, from1904: false };

function rowsOf(xml: string, piece: number): unknown {
  const reader = new SheetReader({ ...BOOK, styles: [...BOOK.styles] });
  const tags = new Tags(reader);
  for (let at = 0; at < xml.length; at += piece) tags.push(xml.slice(at, at + piece));
  return reader.rows;
}

const text = fc.string({ unit: fc.constantFrom('赵', 'a', '1', ' ', '.', '&amp;', '&#65;', '_x0041_'), maxLength: 6 });
const cell = fc.oneof(
  fc.tuple(text, fc.boolean()).map(([value, keep]) => ` t="inlineStr"><is><t${keep ? ' xml:space="preserve"' : ''}>${value}</t></is></c>`),
  fc.tuple(fc.constantFrom('', ' s="0"', ' s="1"', ' s="2"'), fc.oneof(fc.integer(), fc.double({ noNaN: true }))).map(([style, n]) => `${style}><v>${n}</v></c>`),
  fc.integer({ min: 0, max: 2 }).map((n) => ` s="1" t="s"><v>${n}</v></c>`),
  fc.constantFrom(' s="2"/>', '></c>', ' t="b"><v>1</v></c>', ' t="e"><v>#REF!</v></c>', '><f>A1</f><v>3</v></c>', '><f>A1</f></c>', ' t="str"><v>x</v></c>', ' t="d"><v>2024-03-01T00:00:00</v></c>', ' s = "1"><v> 5 </v></c>'),
);
const sheet = fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 5 }).map((rows) =>
  `<worksheet><sheetData>${rows.map((cells, r) => `<row r="${r + 1}">${cells.map((inner, c) => `<c r="${'ABCDE'[c]}${r + 1}"${inner}`).join('')}</row>`).join('')}</sheetData></worksheet>`);

test('cells read in one go are those read tag by tag, however the text is cut', () => {
  fc.assert(fc.property(sheet, fc.integer({ min: 1, max: 400 }), (xml, piece) => {
    const prefixed = xml.replace(/<(\/?)(?=[a-z])/g, '<$1x:').replace(/<(\/?)x:worksheet/g, '<$1worksheet'); // no quick way for `<x:c`
    expect(rowsOf(xml, piece)).toEqual(rowsOf(prefixed, 1_000_000));
  }), { numRuns: 300 });
});

test('the plain forms do go the quick way', () => {
  for (const xml of ['<c r="AB12" t="s"><v>1</v></c>', '<c r="A1" s="3"><v>45292</v></c>', '<c r="A1" t="inlineStr"><is><t>赵</t></is></c>', '<c r="B2" s="1"/>']) expect(quickCell(xml, 0, newQuickCell())).toBe(true);
});

test('what a workbook holds comes back, with its sheet rows', async () => {
  using folder = scratch();
  const rows = [['名单'], ['姓名', '身份证号', '金额(元)'], ['赵 & 春', '439921196001010011', 12.5], ['钱夏', '439921196001010038', 0.1 + 0.2]];
  const { cells, lines, names } = await readTable(folder.write('a.xlsx', Buffer.from(await writeXlsx({ sheets: [{ name: '一', rows }] }))));
  expect(names).toEqual(['姓名', '身份证号', '金额']);
  expect(lines).toEqual([3, 4]);
  expect(cells).toEqual([['赵 & 春', '439921196001010011', '12.5'], ['钱夏', '439921196001010038', '0.3']]);
});
