import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gb18030, readJson, readTable, readText, scratch, sharedData } from '../testing.ts';
import { csvLine } from '../out/canonical.ts';

const here = existsSync(sharedData('csv'));
const truths = here ? ['spectrum/csvs', 'test/csv'].flatMap((folder) => globSync(`${sharedData('csv')}/${folder}/*.csv`)).map((csv) => ({ name: basename(csv, '.csv'), csv, json: join(dirname(csv), '../json', `${basename(csv, '.csv')}.json`) })) : [];
const withTruth = truths.filter(({ json, name }) => existsSync(json) && name !== 'location_coordinates');

test.skipIf(!here)('there are files with a JSON truth beside the repository (../shared/data/csv)', () => expect(withTruth.length).toBeGreaterThan(25));

test.each(withTruth)('$name reads as its JSON says', async ({ csv, json }) => {
  using folder = scratch();
  const copy = folder.write('a.csv', (await import('node:fs')).readFileSync(csv));
  const truth = readJson(json) as unknown[];
  if (truth.every(Array.isArray) && truth.length > 0) {
    expect((await readTable(copy, { header: false })).cells).toEqual(truth);
    return;
  }
  const { names, cells } = await readTable(copy);
  expect(cells.map((row) => Object.fromEntries(names.map((name, c) => [name, row[c]])))).toEqual(truth);
});

test.each([
  ['foo,bar,baz\n1,2', 'row.short', 2], ['foo,bar,baz\n1,2,3,4', 'row.long', 2],
  ['foo,bar,baz\n1,"I forgot to close this one,3', 'cell.quote-unclosed', 2],
  ['foo,bar,baz\n1,"Hey, I missed " it",3', 'cell.quote-unescaped', 2],
  ['foo,bar,baz\n1,This "quotes" must be escaped,3', 'cell.quote-stray', 2],
  ['姓名,金额\n张三,1\n李�,2', 'cell.lost-character', 3], ['a,b\n1,\0x', 'cell.nul', 2],
])('%j gets a located complaint', async (text, code, row) => {
  const { located } = await readText(text);
  expect(located.map((one) => [one.code, one.row])).toContainEqual([code, row]);
  expect(located[0]!.column).toBeGreaterThan(0);
});

test('a quote that nothing closes does not swallow the rows behind it', async () => {
  const { cells } = await readText('姓名,村,金额\n张三,"青山,1\n李四,白石,2\n王五,清河,3\n');
  expect(cells).toEqual([['张三', '"青山', '1'], ['李四', '白石', '2'], ['王五', '清河', '3']]);
});

test('of a record with a quote left open the cell that has it is blamed, and no well-quoted one', async () => {
  const { cells, located } = await readText('姓名,备注,村,金额\n"张三","说 ""好""","青山,1\n"李四",甲,"白石,2\n');
  expect(cells).toEqual([['张三', '说 "好"', '"青山', '1'], ['李四', '甲', '"白石', '2']]);
  expect(located.map(({ row, column }) => [row, column])).toEqual([[2, 3], [3, 3]]);
});

test('a record with cells too many is told and not guessed at', async () => {
  const { cells, located } = await readText('姓名,地址,金额\n张三,青山村,1,200.00\n李四,白石村,2\n');
  expect(cells).toEqual([['李四', '白石村', '2']]);
  expect(located).toMatchObject([{ code: 'row.long', row: 2, value: '张三,青山村,1,200.00' }]);
});

test('rows are counted as lines of the delivered file, quoted line breaks included', async () => {
  expect((await readText('姓名,住址\n"张三","青山\n村"\n李四,白石\n')).lines).toEqual([2, 4]);
  expect((await readText('sep=;\n姓名;金额\n张三;1\n')).lines).toEqual([3]);
  expect((await readText('姓名,金额\r张三,1\r李四,2\r')).lines).toEqual([2, 3]);
});

test('columns of fixed width', async () => {
  const { names, cells } = await readText('姓名    身份证号              金额\n张三    439921199001011234    100\n王小明  439921199001011236   3000\n');
  expect(names).toEqual(['姓名', '身份证号', '金额']);
  expect(cells).toEqual([['张三', '439921199001011234', '100'], ['王小明', '439921199001011236', '3000']]);
});

test('an 18-digit number that a spreadsheet turned into 4.39921E+17 is marked, a small one is not', async () => {
  const { cells, located } = await readText('姓名,身份证号,数量\n张三,4.39921E+17,1E+02\n');
  expect(cells).toEqual([['张三', '\uFFFC4.39921E+17', '1E+02']]);
  expect(located).toMatchObject([{ code: 'cell.damaged-number', row: 2, column: 2 }]);
});

const ENCODERS = {
  'utf-8': (text: string) => Buffer.from(text, 'utf8'),
  'utf-8 with mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf8'),
  'utf-16le with mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16be with mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  gb18030: (text: string) => gb18030(text),
};

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'姓名张三金额村计合，。 \t,;|"\'\n\r€é0123456789'), maxLength: 12 }),
  fc.constantFrom('', '合计', '张三', '439921199001011234', '=1+1', '4.4E+17'),
).map((text) => text.replaceAll('\0', '').replaceAll('\uFFFD', '').replaceAll('\uFEFF', ''));

/** Enough ordinary Chinese that the bytes can be told from those of Western text, as in any file of an office. */
const ANCHOR = '青岚县民政局低保对象花名册'.repeat(60);

test('any table of strings comes back exactly, whatever its delimiter, quoting, line ends and encoding', async () => {
  using folder = scratch();
  const table = fc.integer({ min: 2, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));
  const dialect = fc.record({ delimiter: fc.constantFrom(',', '\t', ';', '|'), newline: fc.constantFrom('\n', '\r\n'), always: fc.boolean(), last: fc.boolean(), encoding: fc.constantFrom(...(Object.keys(ENCODERS) as (keyof typeof ENCODERS)[])) });
  await fc.assert(fc.asyncProperty(table, dialect, async (rows, { delimiter, newline, always, last, encoding }) => {
    const all = [...rows, rows[0]!.map(() => ANCHOR)];
    const quote = (text: string) => (always || /[",\t;|\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const text = all.map((row) => row.map(quote).join(delimiter)).join(newline) + (last ? newline : '');
    const { cells } = await readTable(folder.write('p.csv', ENCODERS[encoding](text)), { header: false });
    expect(cells).toEqual(all);
  }), { numRuns: 80 });
}, 120_000);

test.skipIf(!here)('hostile strings come back exactly', async () => {
  const strings = (readJson(sharedData('csv/naughty-strings.json')) as string[]).map((text) => text.replaceAll('\0', ''));
  const rows = strings.map((text, i) => [String(i), text]);
  const { cells } = await readText(rows.map(csvLine).join(''), { header: false });
  expect(cells).toEqual(rows);
});

test.each([
  ['UTF-8 broken in one line', Buffer.concat([Buffer.from('姓名,村\n张三,青山村白石村清河村红旗村东风村\n李四,'), Buffer.from([0xff, 0xfe, 0x41]), Buffer.from('\n王五,清河村\n')]), 'file.encoding-broken', '3'],
  ['bytes of no encoding we know', Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from([0xff, 0xff, 0x80, 0xff]), Buffer.from('\n')]), 'file.encoding-unknown', '2'],
  ['Western single-byte text', Buffer.from('nom,pr\xe9nom\nLef\xe8vre,Ren\xe9e\nB\xe9renger,Ir\xe8ne\n', 'latin1'), 'file.encoding-unknown', '1'],
])('%s is refused with the line', async (_name, bytes, code, line) => {
  await expect(readText(bytes)).rejects.toMatchObject({ code, words: { zh: expect.stringContaining(`第 ${line} 行`) } });
});

test('the encodings are told apart by all bytes, not by a sample', async () => {
  const late = `${'a,b\n'.repeat(1_500_000)}张三,青山村民政局\n`;
  const { cells } = await readText(gb18030(late), { header: false });
  expect(cells.at(-1)).toEqual(['张三', '青山村民政局']);
}, 60_000);

test.each([
  ['a byte of no encoding', Buffer.from([0xff, 0x41]), 'file.encoding-unknown'], ['a line of UTF-8', Buffer.from('张三,青山村'), 'file.encoding-mixed'],
])('%s far behind in a large GBK file stops it there', async (_, bytes, code) => {
  const rows = gb18030('张三,青山村\n'.repeat(400_000));
  await expect(readText(Buffer.concat([rows, bytes, Buffer.from('\n'), rows.subarray(0, 4000)]))).rejects.toMatchObject({ code, words: { zh: expect.stringContaining('第 400001 行') } });
});

const CHINESE = ['姓名,村,金额', '张三,青山村,100', '李四,白石村,200', '王小明,清河村,300', '赵敏,东山村,400'];
const lineBytes = (utf8: (line: number) => boolean) => Buffer.concat(CHINESE.map((line, i) => Buffer.concat([utf8(i + 1) ? Buffer.from(line) : gb18030(line), Buffer.from('\n')])));

test.each([
  ['lines of UTF-8 in the middle of GBK', (line: number) => line === 3 || line === 4, '第 3 行等 2 行'], ['one line of UTF-8 at the end', (line: number) => line === 5, '第 5 行'], ['a header of UTF-8 over rows of GBK', (line: number) => line === 1, '第 1 行'],
])('%s: the file is refused, and the line named', async (_, utf8, where) => {
  await expect(readText(lineBytes(utf8))).rejects.toMatchObject({ code: 'file.encoding-mixed', words: { zh: expect.stringContaining(where) } });
});

test('GBK throughout is read, whatever its bytes resemble', async () => {
  expect((await readText(lineBytes(() => false))).cells[2]).toEqual(['王小明', '清河村', '300']);
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3754 }), { minLength: 2, maxLength: 12 }), async (characters) => {
    const text = characters.map((i) => new TextDecoder('gb18030').decode(Uint8Array.of(0xb0 + Math.floor(i / 94), 0xa1 + (i % 94)))).join('');
    expect((await readText(gb18030(`姓名,金额\n张三,1\n${text},2\n`))).cells[1]).toEqual([text, '2']);
  }), { numRuns: 50 });
});
