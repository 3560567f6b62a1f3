import { expect, test } from 'vitest';
import type { Column } from '@mingjian/domain/model/register.ts';
import { plainCleaner } from './plain.ts';

const column = (type: 'date' | 'money'): Column => ({ type, privacy: 'fact', title: { zh: '列', en: 'column' }, headers: { zh: [], en: [] } }) as unknown as Column;

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
