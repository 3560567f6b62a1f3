import { EXIT } from '../commands.ts';
import { remark, say } from '../say.ts';
import { type LeftOut, placed } from './load.ts';

/** Tells on the side which models of the county's could not be read, with file, line and remedy, and that the others went on without them:
 *  one typing mistake must not keep a county from all its warnings, and must not pass unseen either. */
export function tellLeftOut(leftOut: readonly LeftOut[]): void {
  if (leftOut.length === 0) return;
  process.exitCode ??= EXIT.partly;
  for (const { id, mistakes } of leftOut) {
    remark(say({ zh: `模型 ${id} 有误，这次没有用它，其余照常：`, en: `The model ${id} has mistakes; it was left out, the others go on:` }));
    for (const mistake of mistakes) remark(`  ${placed(mistake)}\n    ${say(mistake.complaint.words)}\n    → ${say(mistake.complaint.remedy)}`);
  }
}
