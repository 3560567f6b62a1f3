import type pg from 'pg';
import type { Config } from '../config.ts';
import { openDatabase } from '../db.ts';
import { changeSuite, createHome, openHome, type Home, type NewHome } from '../home.ts';
import { bringUpToDate, claimDatabase, databaseUrls } from '../house.ts';
import { sealBy } from '../identities/seal-by.ts';
import { Refused } from '../refused.ts';

/** Makes a home, its tables and its keys. Done again, it finishes what a kill left undone and changes nothing else, but for the suite where
 *  another is wished: new files are sealed by it then, and what is sealed already still opens. */
export async function initHouse(config: Config, wish: NewHome): Promise<{ home: Home; applied: string[] }> {
  const home = (await findHome(config.MINGJIAN_HOME, wish)) ?? (await createHome(config.MINGJIAN_HOME, wish));
  await using urls = await databaseUrls(config, home);
  const applied = await bringUpToDate(urls);
  await using database = openDatabase(urls.app, 1);
  await claimDatabase(database.pool, home);
  return { home: await withSuite(database.pool, home, wish), applied };
}

async function withSuite(pool: pg.Pool, home: Home, { suite = home.suite, now }: NewHome): Promise<Home> {
  await sealBy({ home, pool }, suite, now);
  if (suite === home.suite) return home;
  return changeSuite(home, suite);
}

async function findHome(at: string, wish: NewHome): Promise<Home | null> {
  const home = await openHome(at).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'home.missing') return null;
    throw error;
  });
  if (home && (home.training !== wish.training || home.region !== wish.region)) throw different(home);
  return home;
}

const different = ({ at, training, region }: Home) =>
  new Refused(
    'init.different',
    {
      zh: `${at} 已是${training ? '练习用' : '正式'}家目录，区划 ${region}`,
      en: `${at} is a home already, ${training ? 'for training' : 'not for training'}, of region ${region}`,
    },
    { zh: '用途和区划不能更改；请用 MINGJIAN_HOME 另建一个', en: 'neither can be changed; make another one by MINGJIAN_HOME' },
  );
