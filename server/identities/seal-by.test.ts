import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHome, openHome } from '../home.ts';
import { testHouse } from '../testing.ts';
import { makeKeys, openKeys } from './keys/keys.ts';
import { personIds } from './person-ids.ts';
import { revealPersons } from './reveal.ts';
import { sealBy } from './seal-by.ts';

test('another suite seals what comes, opens what was sealed, and nobody becomes another person', async () => {
  await using house = await testHouse();
  const [old] = await personIds(house, await openKeys(house.home), ['439921195001010019']);
  await sealBy(house, 'sm4-ctr-hmac-sm3', house.clock());
  await sealBy(house, 'sm4-ctr-hmac-sm3', house.clock()); // done again, it changes nothing
  const keys = await openKeys(house.home);
  expect(keys.sealing.map(({ id, suite }) => [id, suite])).toEqual([[1, 'aes-256-gcm'], [2, 'sm4-ctr-hmac-sm3']]);
  const [same, other] = await personIds(house, keys, ['439921195001010019', '439921195001010027']);
  expect(same).toBe(old);
  const shown = await revealPersons(house, { by: 'test', purpose: 'test' }, [old!, other!]);
  expect([shown.get(old!), shown.get(other!)]).toEqual(['439921195001010019', '439921195001010027']);
});

test('a home says its suite, and one that does not say it is refused', async () => {
  await using house = await testHouse();
  expect(house.home.suite).toBe('aes-256-gcm');
  const at = join(house.home.tmp, 'home');
  expect(await createHome(at, { training: true, region: '439921000000', suite: 'sm4-ctr-hmac-sm3', now: new Date() })).toMatchObject({ suite: 'sm4-ctr-hmac-sm3' });
  const home = await openHome(at);
  expect(await makeKeys(home, home.suite, new Date())).toMatchObject({ suite: 'sm4-ctr-hmac-sm3', sealing: [{ suite: 'sm4-ctr-hmac-sm3' }] });
  const { suite: _, ...before } = JSON.parse(await readFile(join(at, 'home.json'), 'utf8')) as Record<string, unknown>;
  await writeFile(join(at, 'home.json'), JSON.stringify(before));
  await expect(openHome(at)).rejects.toMatchObject({ code: 'home.damaged' });
});
