import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { bindMapping } from './mapping.ts';
import { mappingFor, readMappingFile } from './mapping-file.ts';
import { remember, remembered } from './memory.ts';
import { tableOf } from './columns/shapes.ts';

const catalogue = loadCatalogue();
const table = tableOf({ headers: '对象|证号|乡镇|村|期间|数额(万元)', sheet: '明细' });
function written(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'mapping-')), 'odd.yaml');
  writeFileSync(file, text);
  return file;
}
const WHOLE = `register: subsidy_pay
columns:
  name: 对象
  pid: {column: 2}
  village: {headers: [乡镇, 村]}
  period_from: {header: 期间, take: from}
  period_to: {header: 期间, take: to}
  amount: {header: 数额, unit: 万元}
  policy: {constant: 高龄津贴}
`;

test('a table nobody could guess is mapped as its file says', () => {
  const mapping = mappingFor(readMappingFile(written(WHOLE)), table, '怪表.xlsx', catalogue);
  expect(mapping).toEqual({
    register: 'subsidy_pay',
    columns: {
      name: { header: '对象', indexes: [0] },
      pid: { header: '证号', indexes: [1] },
      village: { header: '乡镇+村', indexes: [2, 3], joint: ' ' },
      period_from: { header: '期间', indexes: [4], take: 'from' },
      period_to: { header: '期间', indexes: [4], take: 'to' },
      amount: { header: '数额', indexes: [5], unit: 'wan_yuan' },
      policy: { constant: '高龄津贴' },
    },
  });
});

test('of several tables each gets its own, by file and sheet; one that is not named gets none', () => {
  const entries = readMappingFile(written(`tables:\n- {file: "低保*", register: dibao, columns: {pid: 证号}}\n- {sheet: 明细, register: proxy, columns: {pid: 证号, agent_pid: 对象}}\n`));
  expect(mappingFor(entries, table, '怪表.xlsx', catalogue)?.register).toBe('proxy');
  expect(mappingFor(entries, { ...table, sheet: '说明' }, '怪表.xlsx', catalogue)).toBeNull();
  expect(mappingFor(entries, { ...table, sheet: '说明' }, '低保名册.xlsx', catalogue)?.register).toBe('dibao');
});

describe('a mapping file that is wrong says where', () => {
  test.each([
    ['an unknown key', WHOLE.replace('register:', 'registr:'), 'mapping.file', 'did you mean register?'],
    ['a source that is none', WHOLE.replace('{column: 2}', '{colunm: 2}'), 'mapping.file', 'columns.pid'],
    ['a header that is not there', WHOLE.replace('对象', '对像'), 'mapping.header', 'did you mean 对象?'],
    ['a column the register has not', WHOLE.replace('  name:', '  nmae:'), 'mapping.column', 'did you mean name?'],
    ['a register that is not there', WHOLE.replace('subsidy_pay', 'subsidy_pays'), 'register.unknown', 'did you mean subsidy_pay?'],
    ['a required column left out', WHOLE.replace('  policy: {constant: 高龄津贴}\n', ''), 'mapping.missing', 'policy'],
    ['a unit of money that is none', WHOLE.replace(/unit: [^,}]+/, 'unit: banana'), 'mapping.unit', 'wan_yuan'],
    ['what is no YAML', WHOLE.replace('register:', 'register：'), 'mapping.file', 'write :'],
    ['two faults at once', WHOLE.replace('{column: 2}', '{colunm: 2}').replace('register:', 'registr:'), 'mapping.file', 'columns.pid'],
    ['a position beyond the table', WHOLE.replace('{column: 2}', '{column: 9}'), 'mapping.header', '9'],
  ])('%s', (_, text, code, hint) => {
    const attempt = () => mappingFor(readMappingFile(written(text)), table, '怪表.xlsx', catalogue);
    expect(attempt).toThrow(expect.objectContaining({ code }));
    try {
      attempt();
    } catch (error) {
      const { words, advice } = error as { words: { en: string }; advice: { en: string } };
      expect(`${words.en} ${advice.en}`).toContain(hint);
    }
  });
});

describe('what is remembered of a sender', () => {
  test('is its columns, not what one title stated', async () => {
    await using house = await testHouse();
    const mapping = mappingFor(readMappingFile(written(WHOLE)), table, '怪表.xlsx', catalogue)!;
    await remember(house.db, '财政局', table.headers, mapping, 'person', new Date());
    const [known] = await remembered(house.db, '财政局');
    expect(known).toMatchObject({ register: 'subsidy_pay', settledBy: 'person', headers: table.headers });
    expect(Object.keys(known!.mapping.columns)).not.toContain('policy');
    expect(await remembered(house.db, '民政局')).toEqual([]);
  });
  test('a mapping file that is not there is told by its path', () => {
    expect(() => readMappingFile('/nowhere/映射.yaml')).toThrow(expect.objectContaining({ code: 'mapping.missing-file', words: expect.objectContaining({ zh: '没有映射文件 /nowhere/映射.yaml' }) }));
  });
  test('a proposal never replaces what a person settled', async () => {
    await using house = await testHouse();
    const mine = { register: 'subsidy_pay', columns: { pid: { header: '证号', indexes: [1] } } };
    await remember(house.db, null, table.headers, mine, 'person', new Date());
    await remember(house.db, null, table.headers, { register: 'subsidy_pay', columns: { pid: { header: '对象', indexes: [0] } } }, 'proposal', new Date());
    expect(await remembered(house.db, null)).toMatchObject([{ mapping: mine, settledBy: 'person' }]);
  });
  test('finds its headers again where the columns were reordered', () => {
    const mapping = { register: 'subsidy_pay', columns: { pid: { header: '证号', indexes: [1] }, village: { header: '乡镇+村', indexes: [2, 3], joint: ' ' } } };
    const reordered = tableOf({ headers: '村|乡镇|证号' });
    expect(bindMapping(mapping, reordered, catalogue).columns).toMatchObject({ pid: { indexes: [2] }, village: { indexes: [1, 0] } });
    expect(() => bindMapping(mapping, tableOf({ headers: '村|证号' }), catalogue)).toThrow(expect.objectContaining({ code: 'mapping.header' }));
  });
});
