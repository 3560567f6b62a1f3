import { expect, test } from 'vitest';
import { testHouse } from '../../testing.ts';
import { keepGroups, learnRegions, openPlaces, type Told } from './region-store.ts';

const QINGLAN = 439921000000;
const told = (code: number, name: string, more: Partial<Told> = {}): Told => ({ code, name, from: '2010-01-01', to: null, mergedInto: null, ...more });
const LIST = [told(QINGLAN, '青岚县'), told(439921100000, '石桥镇'), told(439921100201, '柳家湾村'), told(439921100202, '老鸦坡村', { to: '2022-06-30', mergedInto: 439921100201 })];

test("a county's list of regions is kept once, and a later list goes before it", async () => {
  await using house = await testHouse();
  expect(await learnRegions(house.db, LIST, 'batch 1')).toBe(4);
  expect(await learnRegions(house.db, LIST, 'batch 2')).toBe(0);
  expect(await learnRegions(house.db, [told(439921100201, '柳家湾社区')], 'batch 3')).toBe(1);
  const places = await openPlaces(house.db, QINGLAN);
  expect(places.nameOf(439921100201)).toBe('柳家湾社区');
  expect(places.resolve('衡东省云溪市青岚县石桥镇老鸦坡村', QINGLAN)).toMatchObject({ code: 439921100201, issue: null });
});

test("another county's places are not among a sender's", async () => {
  await using house = await testHouse();
  await learnRegions(house.db, [...LIST, told(439922100201, '望月村')], 'batch 1');
  const places = await openPlaces(house.db, QINGLAN);
  expect(places.resolve('望月村', QINGLAN).code).toBeNull();
});

test('groups get codes of our own under their village, the same ones each time', async () => {
  await using house = await testHouse();
  await learnRegions(house.db, LIST, 'batch 1');
  const village = 439921100201;
  const groups = [{ village, number: 3, name: '三组' }, { village, number: null, name: '上屋组' }, { village, number: null, name: '下屋组' }];
  const first = await keepGroups(house.db, groups);
  expect([...first.values()]).toEqual([439921100201003n, 439921100201501n, 439921100201502n]);
  expect(await keepGroups(house.db, [...groups].reverse())).toEqual(new Map([...first].reverse()));
  const places = await openPlaces(house.db, QINGLAN);
  expect(places.resolve('柳家湾村上屋组', QINGLAN).code).toBe(village);
});
