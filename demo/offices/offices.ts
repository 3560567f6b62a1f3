import type { Paper } from '../files/paper.ts';
import { industry } from './industry.ts';
import { lists } from './lists.ts';
import { organisation } from './organisation.ts';
import { rural } from './rural.ts';
import { civil } from './civil.ts';
import { social } from './social.ts';
import type { World } from '../world/world.ts';
import { bank } from './bank.ts';
import { deathLists } from './deaths.ts';
import { finance } from './finance.ts';
import { police } from './police.ts';
import { statistics } from './statistics.ts';

/** Who sends what, twice. */
export const offices: ((world: World, delivery: 0 | 1) => Paper[])[] = [statistics, police, deathLists, finance, bank, civil, social, lists, organisation, rural, industry];
