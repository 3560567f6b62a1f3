import { expect, test } from 'vitest';
import type { Column } from '@mingjian/domain/model/register.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { plainCleaner } from './plain.ts';

const column = (type: 'date' | 'money' | 'number' | 'integer'): Column => ({ type, privacy: 'fact', title: { zh: '列', en: 'column' }, headers: { zh: [], en: [] } }) as unknown as Column;

test('“长期” is an end, and no beginning', async () => {
  const begins = await plainCleaner(column('date'), undefined, { begins: true })!(['2024-01-01', '长期']);
  expect(begins.complaints.map((complaint) => complaint?.code ?? null)).toEqual([null, 'date.open-beginning']);
  const ends = await plainCleaner(column('date'), undefined)!(['2024-01-01', '长期']);
  expect([ends.complaints.some(Boolean), ends.outputs[0]![1]]).toEqual([false, '9999-12-31']);
});

test('a negative amount is kept, for it may be a reversal, and noted', async () => {
  const cleaned = await plainCleaner(column('money'), '元')!(['500', '-300']);
  expect(cleaned.outputs[0]).toEqual(['50000', '-30000']);
  expect([...cleaned.notes.keys()]).toEqual(['money.negative']);
});

test('what a cadre is politically says whether of the party; a word that nobody registered is refused with those that may stand there', async () => {
  const { party } = loadCatalogue().get('village_cadre').columns;
  const cleaned = await plainCleaner(party!, undefined)!(['中共党员', '群众', '预备党员', '共青团员', '民革党员', '是', '否', '', '党外']);
  expect(cleaned.outputs[0]!.slice(0, 7)).toEqual(['true', 'false', 'true', 'false', 'false', 'true', 'false']);
  expect(cleaned.complaints.map((complaint) => complaint?.code ?? null)).toEqual([...Array.from({ length: 8 }, () => null), 'boolean.unreadable']);
  expect(cleaned.complaints[8]!.remedy.zh).toContain('“是”或“否”，或下列之一：中共党员、党员');
});

test('what a village books its money under is known by its short words as well', async () => {
  const { kind } = loadCatalogue().get('village_voucher').columns;
  const cleaned = await plainCleaner(kind!, undefined)!(['劳务', '租金', '招待', '维修', '水费']);
  expect(cleaned.outputs[0]).toEqual(['labour', 'rent', 'reception', 'works', 'other_expense']);
});

test('a telephone among counts is refused, for facts hold counts as they are', async () => {
  for (const type of ['number', 'integer'] as const) {
    const cleaned = await plainCleaner(column(type), undefined)!(['13800138000', '12']);
    expect(cleaned.complaints.map((complaint) => complaint?.code ?? null)).toEqual(['number.somebodys', null]);
  }
});
