import type { Command } from 'commander';
import type { House } from './house.ts';

/** What every slice's cli.ts exports as `commands`: it adds its commands to the program.
 *  `open` opens the house; whoever opens it disposes of it (`await using house = await open()`). */
export type Commands = (program: Command, open: () => Promise<House>) => void;

/** What an exit code says. A command that ends well but leaves something waiting or quarantined sets `process.exitCode = EXIT.partly`. */
export const EXIT = { ok: 0, ours: 1, refused: 2, partly: 3, interrupted: 130 } as const;
