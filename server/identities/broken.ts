import type { Home } from '../home.ts';
import type { Keys } from './keys/keys.ts';
import { originalPath } from './originals.ts';
import { openSealed } from './sealing/sealed-file.ts';
import { vaultPath } from './vault.ts';

/** What is wrong with a sealed file: not there, or not what was sealed (every block carries a tag that only its key can make). */
export type Broken = 'gone' | 'altered';

/** Looks at the sealed identities of a batch, block by block. */
export const brokenVault = (home: Pick<Home, 'vault'>, keys: Keys, register: string, batch: bigint): Promise<Broken | null> =>
  broken(vaultPath(home, register, batch), keys, ({ meta }) => meta['register'] === register && meta['batch'] === String(batch));

/** Looks at a delivered file that was kept, block by block. */
export const brokenOriginal = (home: Pick<Home, 'originals'>, keys: Keys, sha256: string): Promise<Broken | null> =>
  broken(originalPath(home, sha256), keys, ({ meta }) => meta['sha256'] === sha256);

async function broken(path: string, keys: Keys, isOf: (file: { meta: Record<string, unknown> }) => boolean): Promise<Broken | null> {
  try {
    await using sealed = await openSealed(path, keys);
    await sealed.check();
    return isOf(sealed) ? null : 'altered';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'altered';
  }
}
