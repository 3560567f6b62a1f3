import { openHouse, type House } from '@mingjian/server/house.ts';
import { readConfig } from '@mingjian/server/config.ts';
import { openKeys } from '@mingjian/server/identities/keys/keys.ts';
import { findWarnings } from '@mingjian/server/warnings/find-warnings.ts';
import { warningLines } from '@mingjian/server/warnings/words/lines.ts';
import { dumpFacts } from './dump-facts.ts';
import { dumpFiles, dumpSealed } from './dump-files.ts';
import { dumpTables, openedColumns } from './dump-tables.ts';
import { readMeanings } from './meanings.ts';

/** Everything that a home knows, in lines in an order of their own: every table, every fact, every sealed value opened, every file, the
 *  warnings as they leave the house. Left out are the time of day and how often somebody tried; numbers that are drawn at random or
 *  counted by the attempt stand as what they mean. */
export async function dump(at: string): Promise<string[]> {
  await using house = await openHouse(readConfig({ MINGJIAN_HOME: at }), () => new Date('2024-10-01T00:00:00Z'));
  const keys = await openKeys(house.home);
  const meanings = await readMeanings(house.db);
  const facts = await dumpFacts(house, meanings); // first: it learns what provisional ids stand for
  const parts = {
    fact: facts,
    table: await dumpTables(house.db, meanings),
    opened: await openedColumns(house.db, keys, meanings),
    sealed: await dumpSealed(house, keys, meanings),
    file: dumpFiles(house, meanings),
    warning: await exported(house),
  };
  return Object.entries(parts).flatMap(([part, lines]) => lines.map((line) => `${part} ${meanings.said(line)}`).sort());
}

async function exported(house: House): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of warningLines(house, findWarnings(house.db, { all: true, uses: ['warn', 'screen', 'identity'] }), { language: 'zh', looking: null })) {
    const { cited: _, ...said } = line; // numbers of batches and the day of the delivery, which tables tell by what they stand for
    lines.push(JSON.stringify(said));
  }
  return lines;
}

/** The first lines in which two dumps differ, for whoever looks for the reason. */
export function differences(expected: string[], found: string[]): string[] {
  const [a, b] = [new Set(expected), new Set(found)];
  return [...expected.filter((line) => !b.has(line)).map((line) => `missing: ${line}`), ...found.filter((line) => !a.has(line)).map((line) => `too much: ${line}`),
    ...(expected.length === found.length ? [] : [`${found.length} lines instead of ${expected.length}`])];
}
