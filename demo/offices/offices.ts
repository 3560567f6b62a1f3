import type { Paper } from '../files/paper.ts';
import type { World } from '../world/world.ts';
import { bank } from './bank.ts';
import { deathLists } from './deaths.ts';
import { finance } from './finance.ts';
import { police } from './police.ts';
import { statistics } from './statistics.ts';

/** Who sends what, twice. */
export const offices: ((world: World, delivery: 0 | 1) => Paper[])[] = [statistics, police, deathLists, finance, bank];
