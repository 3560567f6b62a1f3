import { expect, test } from 'vitest';
import { loadModels } from '../models/load.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { reasonWords } from './reason-words.ts';

const { registers } = loadCatalogue();
const known = { registers, isThere: () => true };

test('what it takes to judge is named for every condition of every shipped model, column by column', () => {
  const told = loadModels((id) => registers.get(id)).flatMap(({ model }) => Object.keys(model.flag).map((flag) => [model.id, reasonWords(model, `unknown.${flag}`, known)] as const));
  expect(told.length).toBeGreaterThan(25);
  expect(told.filter(([, { words, remedy }]) => /[：:]\s*$/.test(words.zh) || /:\s*$/.test(words.en) || remedy.zh === '' || remedy.en === '')).toEqual([]);
  expect(new Map(told).get('charging-tariff-misuse')!.words).toEqual({
    zh: '缺少判断所需的内容：充电桩（表号）、用电采集(日)（表号、充电次数、日电量、8-22时电量、日期）',
    en: 'what it takes to judge is blank or not on file: Charging pile (Meter), Daily meter reading (Meter, Charges, Energy, Energy by day, Date)',
  });
});
