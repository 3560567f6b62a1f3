import type { World } from '../world/world.ts';
import { books } from './books.ts';
import { current } from './current.ts';
import { dead } from './dead.ts';
import { doubles } from './doubles.ts';
import { eligibility } from './eligibility.ts';
import { persons } from './persons.ts';
import { property } from './property.ts';
import { spending } from './spending.ts';
import { Stage } from './stage.ts';

/** Puts everything wrong and everything that only looks wrong into a county where until now all was in order.
 *  Those that need rare people (the dead, staff, kin of cadres) choose first. */
export function act(world: World): void {
  const stage = new Stage(world, 'all');
  for (const play of [dead, persons, eligibility, doubles, books, spending, property, current]) play(stage);
}
