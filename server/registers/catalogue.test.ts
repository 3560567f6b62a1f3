import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { factColumns } from '@mingjian/domain/model/facts.ts';
import { Column, Register } from '@mingjian/domain/model/register.ts';
import { Refused } from '../refused.ts';
import { checkFile, loadCatalogue, readCatalogue } from './catalogue.ts';
import { SHIPPED } from './shipped.ts';

function county(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'registers-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('what ships', () => {
  const { catalogue, problems } = readCatalogue([SHIPPED]);
  test('is whole', () => {
    expect(problems).toEqual([]);
    expect(catalogue.registers.size).toBeGreaterThanOrEqual(51);
  });
  test.each([...catalogue.registers.keys()])('%s says in both languages what it is, why it is kept and for how long', (id) => {
    const register = catalogue.get(id);
    expect(register.purpose, 'purpose').toBeDefined();
    expect(register.retention, 'retention').toBeDefined();
    for (const [name, column] of Object.entries(register.columns)) {
      expect(column.title, name).toBeDefined();
      expect(column.headers.zh.length, name).toBeGreaterThan(0);
      expect(column.headers.en.length, name).toBeGreaterThan(0);
      if (column.type === 'code') expect(Object.keys(column.values ?? {}).length, name).toBeGreaterThan(1);
    }
  });
  test('hides what names a person', () => {
    for (const register of catalogue.registers.values())
      for (const [name, column] of Object.entries(register.columns))
        if (['citizen_number', 'person_name', 'party', 'phone', 'address', 'free_text'].includes(column.type)) expect(column.privacy, `${register.id}.${name}`).not.toBe('fact');
    expect(catalogue.get('disability').columns.cert_no!.privacy).toBe('token');
  });
});

test('the guide names every key that a register and a column may have, and every type', () => {
  const guide = readFileSync(join(SHIPPED, 'README.md'), 'utf8');
  const { properties: column } = Column;
  const types = (column.type as unknown as { anyOf: { const: string }[] }).anyOf.map((one) => one.const);
  const untold = [...Object.keys(Register.properties), ...Object.keys(column), ...types].filter((key) => !new RegExp(`^\\|[^|]*\`${key}\``, 'm').test(guide));
  expect(untold).toEqual([]);
});

describe('a county', () => {
  test('adds headers, values and a column to a register', () => {
    const folder = county({ 'subsidy_pay.yaml': `adds_to: subsidy_pay
columns:
  amount: {headers: {zh: [打卡金额小写], en: []}}
  status: {values: {returned: [卡片异常]}}
  card_kind: {type: code, privacy: fact, headers: {zh: [卡种], en: [card kind]}, values: {social: [社保卡], passbook: [存折]}}
` });
    const pay = loadCatalogue(folder).get('subsidy_pay');
    expect(pay.columns.amount!.headers.zh).toContain('打卡金额小写');
    expect(pay.columns.amount!.headers.zh).toContain('发放金额');
    expect(pay.columns.status!.values!.returned).toContain('卡片异常');
    expect(factColumns(pay).map((fact) => fact.name)).toContain('card_kind');
  });

  test('keeps a register of its own whose rows models read as subsidy payments', () => {
    const folder = county({ 'farm_payment.yaml': `id: farm_payment
version: 1
extends: subsidy_pay
title: {zh: 农业补贴(外部), en: Farm payments}
columns:
  pid: {type: sender_key, privacy: vault, headers: {zh: [受益人编号], en: [recipient_id]}}
  amount: {currency: EUR, headers: {zh: [], en: [amount_eur]}}
` });
    const catalogue = loadCatalogue(folder);
    const own = catalogue.get('farm_payment');
    expect(catalogue.family('subsidy_pay').map((register) => register.id)).toEqual(['subsidy_pay', 'farm_payment']);
    expect(own.columns.pid).toMatchObject({ type: 'sender_key', headers: { zh: ['受益人编号'], en: ['recipient_id'] } });
    expect(own.columns.amount!.currency).toBe('EUR');
    expect(factColumns(own)).toEqual(factColumns(catalogue.get('subsidy_pay')));
  });

  test('is told every fault of its file at once, with place and remedy', () => {
    const folder = county({ 'canteen.yaml': `id: canteen
version: 1
title: {zh: 食堂}
kind: snapshot
suplier: {zh: 教育局, en: Education}
sensitivity: P9
key: [pid]
columns:
  pid: {type: citizen_number, privacy: fact, headers: {zh: [身份证号], en: []}}
  meals: {type: integer, privacy: fact, headers: {zh: [餐数], en: []}, unitt: 餐}
` });
    const problems = checkFile(join(folder, 'canteen.yaml'));
    expect(problems.map((p) => p.path).sort()).toEqual(['columns.meals.unitt', 'columns.pid.privacy', 'sensitivity', 'suplier', 'supplier', 'title.en']);
    expect(problems.find((p) => p.path === 'suplier')!.hint.en).toBe('did you mean supplier?');
    expect(problems.find((p) => p.path === 'sensitivity')!.hint.en).toBe('it must be one of P1, P2, P3, P4');
    expect(problems.find((p) => p.path === 'sensitivity')!.line).toBe(6);
    expect(() => loadCatalogue(folder)).toThrow(Refused);
  });

  test('faults of shape, of reference, of unit and of header come in one go, each with its line and what is allowed', () => {
    const folder = county({ 'canteen.yaml': `id: canteen
version: 1
title: {zh: 食堂补助, en: Canteen}
kind: event
supplier: {zh: 教育局, en: Education}
sensitivity: P2
key: [pidd]
place: name
period: {from: amount}
happened: [payed_at]
happenned: [paid_at]
columns:
  pid: {type: citizen_number, privacy: vault, headers: {zh: [身份证号], en: []}}
  name: {type: person_name, privacy: vault, headers: {zh: [身份证号], en: []}, past: 1900}
  amount: {type: money, privacy: fact, unit: banana, currency: RMB, headers: {zh: [金额], en: []}}
  area: {type: area, privacy: fact, unit: acre, headers: {zh: [面积], en: []}}
  weight: {type: number, privacy: fact, unit: 吨, headers: {zh: [重量], en: []}}
  meal: {type: code, privacy: fact, headers: {zh: [餐别], en: []}}
  note: {type: text, privacy: fact, unit: yuan, headers: 备注}
  paid_at: {type: date, privacy: fact, headers: {zh: [发放日期], en: []}, values: {a: [b]}}
` });
    const problems = checkFile(join(folder, 'canteen.yaml'));
    expect(problems.map(({ line, path }) => `${line} ${path}`).sort()).toEqual([
      '7 key', '8 place', '9 period.from', '10 happened', '11 happenned', '14 columns.name.headers.zh', '14 columns.name.past', '15 columns.amount.unit', '15 columns.amount.currency',
      '16 columns.area.unit', '17 columns.weight.unit', '18 columns.meal.values', '19 columns.note.headers', '20 columns.paid_at.values',
    ].sort());
    const said = (path: string) => { const { words, hint } = problems.find((p) => p.path === path)!; return `${words.zh}（${hint.zh}）`; };
    expect(said('columns.amount.unit')).toBe('没有单位 banana（可用的有:fen、jiao、yuan、bai_yuan、qian_yuan、wan_yuan、bai_wan_yuan、yi_yuan）');
    expect(said('place')).toBe('name 列的类型是 person_name，不能用在这里（可用的有:region、region_code）');
    expect(said('columns.note.headers')).toContain('应为一组“键: 值”，键有 zh、en');
  });

  test.each([
    ['id: x\nversion：1\nkind: event\n', 2, '这一行不是“键: 值”', '这一行有全角的“：”，要用半角的 :'],
    ['id: x\nkind:\n\tevent: 1\n', 3, '缩进用了制表符', '缩进只用空格'],
    ['id: x\nkey: [pid\ncolumns: {}\n', 3, '方括号或花括号没有收尾', '补上 ] 或 }'],
    ['id: x\ntitle: {zh: "食堂, en: x}\nkind: event\n', 4, '引号没有收尾', '补上收尾的引号'],
    ['id: x\nid: y\n', 2, '同一个键写了两遍', '留下一个'],
    ['id: *x\n', 1, '这里不用 YAML 的别名（* 和 &）', '把内容再写一遍；文字以 * 或 & 开头的加引号'],
  ])('what is no YAML is told in Chinese with its line: %j', (text, line, words, hint) => {
    const [first] = checkFile(join(county({ 'x.yaml': text }), 'x.yaml'));
    expect(first).toMatchObject({ path: expect.stringMatching(new RegExp(`^${line}:\\d+$`)), words: { zh: words, en: expect.not.stringMatching(/\p{Script=Han}/u) }, hint: { zh: hint } });
  });

  test('several faults of YAML are told together, and a key that stands twice hides nothing else', () => {
    const twice = checkFile(join(county({ 'x.yaml': 'id: x\nid: x\nversion: none\n' }), 'x.yaml'));
    expect(twice.map(({ path }) => path)).toEqual(expect.arrayContaining(['2:1', 'version', 'columns']));
    const broken = checkFile(join(county({ 'y.yaml': 'id: @x\nversion: 1\nkind: `event\n' }), 'y.yaml'));
    expect(broken.map(({ path }) => path)).toEqual(['1:5', '3:7']);
  });

  test.each([
    ['one header for two columns', 'adds_to: subsidy_pay\ncolumns:\n  amount: {headers: {zh: [姓名], en: []}}\n', 'columns.amount.headers.zh'],
    ['one spelling for two values', 'adds_to: subsidy_pay\ncolumns:\n  status: {values: {returned: [支付成功]}}\n', 'columns.status.values.returned'],
    ['headers that are no list', 'adds_to: subsidy_pay\ncolumns:\n  amount: {headers: 打卡金额}\n', 'columns.amount.headers'],
    ['columns that are a list', 'adds_to: subsidy_pay\ncolumns: [amount]\n', 'columns'],
    ['headers that hold nothing', 'adds_to: subsidy_pay\ncolumns:\n  amount: {headers: {zh: }}\n', 'columns.amount.headers.zh'],
    ['a changed type', 'adds_to: subsidy_pay\ncolumns:\n  amount: {type: text}\n', 'columns.amount.type'],
    ['an unknown base', 'adds_to: subsidy_payment\ncolumns: {}\n', 'adds_to'],
    ['a key that is no column', 'id: x\nversion: 1\nextends: subsidy_pay\ntitle: {zh: 甲, en: x}\nkey: [grant]\n', 'key'],
    ['an inherited column stored otherwise', 'id: x\nversion: 1\nextends: subsidy_pay\ntitle: {zh: 甲, en: x}\ncolumns:\n  amount: {type: text, privacy: fact, headers: {zh: [金额], en: []}}\n', 'columns.amount.type'],
    ['an unknown type', 'id: x\nversion: 1\ntitle: {zh: 甲, en: x}\nkind: event\nsupplier: {zh: 甲, en: x}\nsensitivity: P2\nkey: [pid]\ncolumns:\n  pid: {type: citizen, privacy: fact, headers: {zh: [身份证号], en: []}}\n', 'columns.pid.type'],
    ['broken YAML', 'id: x\n  version: 1\n', '1:5'],
  ])('is refused %s', (_, text, path) => {
    const folder = county({ 'x.yaml': text });
    expect(checkFile(join(folder, 'x.yaml')).map((p) => p.path)).toContain(path);
  });
});
