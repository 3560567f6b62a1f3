import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testHouse } from '../../testing.ts';
import { confirmAlias, learnPolicyCodes, resolveProgrammes, waitingAliases } from './programmes.ts';
import { loadVocabulary } from './vocabulary.ts';

const vocabulary = loadVocabulary();
const county = '青岚县';
const asking = { region: 439921000000, sender: '财政局', county };

describe('the shipped vocabulary', () => {
  test('knows the programmes that models ask about, and excludes only what it knows', () => {
    for (const id of ['dibao', 'tekun', 'tekun-care', 'disability-care', 'disability-living', 'elder', 'orphan', 'temp-relief', 'disaster-relief', 'fertility', 'grain', 'forest', 'reservoir', 'dilapidated-house', 'machinery', 'student-aid', 'winter-heating', 'ranger', 'family-planning'])
      expect(vocabulary.programmes.has(id), id).toBe(true);
    for (const { a, b } of vocabulary.exclusions) expect(vocabulary.programmes.has(a) && vocabulary.programmes.has(b), `${a} ${b}`).toBe(true);
  });
  test('gives no name to two programmes', () => {
    for (const { id, names } of vocabulary.programmes.values()) for (const name of names) expect(vocabulary.guess(name), name).toMatchObject({ programme: id, confidence: 1 });
  });
});

test.each([
  ['2023年耕地地力保护补贴资金（第二批）', 'fertility'], ['青岚县2024年度耕地地力保护补贴', 'fertility'], ['耕地地力保护补贴(2024)', 'fertility'], ['中央财政耕地地力保护补贴资金', 'fertility'],
  ['2024年一季度高龄津贴', 'elder'], ['高龄补贴(县级配套)', 'elder'], ['2024年第一季度80岁以上老人高龄津贴发放表', 'elder'], ['老龄津贴', 'elder'],
  ['农村最低生活保障金', 'dibao'], ['城乡低保', 'dibao'], ['2025年3月农村低保金发放明细', 'dibao'], ['农村低保补助资金', 'dibao'],
  ['特困人员基本生活费', 'tekun'], ['特困供养金', 'tekun'], ['特困人员照料护理费', 'tekun-care'], ['特困护理费', 'tekun-care'],
  ['重度残疾人护理补贴', 'disability-care'], ['重残护理补贴资金', 'disability-care'], ['困难残疾人生活补贴', 'disability-living'],
  ['生态公益林补偿', 'forest'], ['森林生态效益补偿资金', 'forest'], ['大中型水库移民后期扶持资金', 'reservoir'], ['移民后扶', 'reservoir'], ['生态护林员补助', 'ranger'],
  ['计划生育家庭奖励扶助', 'family-planning'], ['冬春临时生活困难救助', 'winter-heating'], ['家庭经济困难学生生活补助', 'student-aid'], ['农机购置与应用补贴', 'machinery'], ['农机购置补助', 'machinery'],
  ['危改补助', 'dilapidated-house'], ['孤儿基本生活费', 'orphan'], ['实际种粮农民一次性补贴', 'grain'], ['elder', 'elder'],
])('%s is certainly %s', async (name, programme) => {
  expect(vocabulary.guess(name, county)).toMatchObject({ programme });
  expect(vocabulary.guess(name, county)!.confidence).toBeGreaterThanOrEqual(0.95);
});

test.each(['补贴', '生活补贴', '资金', '其他', '护理补贴', '惠农补贴', 'P0031', '乡村振兴衔接资金', '茶园改造奖补', '生态补偿'])('%s is not guessed', (name) => {
  expect(vocabulary.guess(name, county)?.confidence ?? 0).toBeLessThan(0.95);
});

test('a name that is near waits for a person; confirmed, it resolves for that sender and that time', async () => {
  await using house = await testHouse();
  const first = await resolveProgrammes(house.db, vocabulary, asking, ['高龄津贴', '高龄失能老人护理津贴', '茶园改造奖补', '']);
  expect(first.get('高龄津贴')).toMatchObject({ programme: 'elder', state: 'certain' });
  expect(first.get('茶园改造奖补')).toMatchObject({ programme: null, state: 'unmapped' });
  expect(first.get('高龄失能老人护理津贴')!.programme).toBeNull();
  expect((await waitingAliases(house.db, asking.region)).map((one) => one.delivered).sort()).toEqual(['茶园改造奖补', '高龄失能老人护理津贴'].sort());
  await confirmAlias(house.db, asking, '茶园改造奖补', null);
  await confirmAlias(house.db, asking, '高龄失能老人护理津贴', 'elder', '2025-01-01');
  const again = await resolveProgrammes(house.db, vocabulary, { ...asking, on: '2025-06-30' }, ['2025年茶园改造奖补资金', '高龄失能老人护理津贴']);
  expect(again.get('2025年茶园改造奖补资金')).toMatchObject({ programme: null, state: 'confirmed' });
  expect(again.get('高龄失能老人护理津贴')).toMatchObject({ programme: 'elder', state: 'confirmed' });
  const before = await resolveProgrammes(house.db, vocabulary, { ...asking, on: '2024-06-30' }, ['高龄失能老人护理津贴']);
  expect(before.get('高龄失能老人护理津贴')!.programme).toBeNull();
  const stranger = await resolveProgrammes(house.db, vocabulary, { ...asking, sender: '民政局' }, ['高龄失能老人护理津贴']);
  expect(stranger.get('高龄失能老人护理津贴')!.programme).toBeNull();
});

test("codes are learned from the county's own list", async () => {
  await using house = await testHouse();
  expect(await learnPolicyCodes(house.db, vocabulary, asking, [{ code: 'P0031', name: '高龄津贴' }, { code: 'P0099', name: '茶园改造奖补' }])).toBe(1);
  const answers = await resolveProgrammes(house.db, vocabulary, asking, ['P0031', 'P0099']);
  expect(answers.get('P0031')!.programme).toBe('elder');
  expect(answers.get('P0099')!.programme).toBeNull();
});

test("a county's list that is no YAML, or no list, is told by file and line", async () => {
  await using house = await testHouse();
  const file = join(house.home.registers, 'programmes', 'ours.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '- id: tea\n  names: [茶园改造奖补\n');
  expect(() => loadVocabulary(house.home.registers)).toThrow(/ours\.yaml.*\d+:\d+/);
  writeFileSync(file, 'id: tea\n');
  expect(() => loadVocabulary(house.home.registers)).toThrow(/ours\.yaml/);
});
