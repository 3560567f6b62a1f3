import { type Duck, openDuck } from '../../duckdb.ts';
import type { House } from '../../house.ts';
import { verifyKeys } from '../../identities/keys/known-keys.ts';
import { type Keys, openKeys } from '../../identities/keys/keys.ts';
import { personIds } from '../../identities/person-ids.ts';
import { tokens } from '../../identities/tokens.ts';
import { type Catalogue, loadCatalogue } from '../../registers/catalogue.ts';
import { openPlaces } from '../../registers/places/region-store.ts';
import type { Vocabulary } from '../../registers/programmes/vocabulary.ts';
import { openScratch } from '../../scratch.ts';
import { placeCleaner, programmeCleaner } from '../cleaning/resolved.ts';
import { wordsOf } from '../quarantine/words.ts';
import { openReader } from '../reader.ts';
import type { Reader } from '../reading/types.ts';
import type { Surroundings } from './plan.ts';
import { Pipes } from './slice/pipes.ts';

/** Everything one `import` works with, its `tmp` a folder of its own. Opened once for all files of a command; closing it ends the reader child. */
export type Workshop = AsyncDisposable & {
  house: House;
  command: string;
  duck: Duck;
  reader: Reader;
  pipes: Pipes;
  keys: Keys;
  catalogue: Catalogue;
  vocabulary: Vocabulary;
  /** Keys whatever a row's hash is made from that is no token yet. */
  salt: bigint;
  /** When the command began: all it takes in is one delivery. */
  began: Date;
  signal: AbortSignal | undefined;
};

export async function openWorkshop(house: House, signal?: AbortSignal): Promise<Workshop> {
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await openScratch(house));
  const reader = stack.use(await openReader());
  const pipes = stack.use(new Pipes(scratch.at));
  // no spill: plaintext passes through here
  const duck = stack.use(await openDuck({ memoryMb: house.config.MINGJIAN_MEMORY_MB, threads: house.config.MINGJIAN_THREADS, spill: null }));
  const keys = await openKeys(house.home);
  await verifyKeys(house.pool, keys);
  const salt = tokens(keys, 'salt', ['row content'])[0]!;
  const words = soon(() => loadCatalogue(house.home.registers));
  const opened = stack.move();
  return {
    house: { ...house, home: { ...house.home, tmp: scratch.at } }, command: scratch.name, duck, reader, pipes, keys, salt, signal, began: house.clock(),
    get catalogue() { return words(); },
    get vocabulary() { return words().vocabulary; },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Made once, when it is asked for, or before that when this process has nothing else to do: the reader looks at the first file meanwhile. */
function soon<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  const get = (): T => (made ??= { value: make() }).value;
  setImmediate(() => {
    try {
      get();
    } catch {
      // told to whoever asks
    }
  });
  return get;
}

/** What cleaning needs to know for one sender's file: places are read inside the home's region, programmes by the sender's aliases. */
export async function surroundingsOf({ house, keys, vocabulary, catalogue }: Workshop, sender: string, on: string): Promise<Surroundings> {
  const region = Number(house.home.region);
  const places = await openPlaces(house.db, region);
  const county = places.nameOf(region);
  return {
    sender,
    identities: { tokens: (kind, values) => tokens(keys, kind, values), persons: (numbers) => personIds(house, keys, numbers) },
    citizen: { today: house.clock().toISOString().slice(0, 10) },
    plain: wordsOf(catalogue),
    places: placeCleaner(places, region),
    programmes: programmeCleaner(house.db, vocabulary, { region, sender, on, ...(county ? { county } : {}) }),
  };
}
