import { type Exception, type Model, only } from './model.ts';
import { vocabulary } from './statement/fit.ts';

/** An exception and the registers without which it cannot be found to hold. */
export type Checking = { exception: Exception; registers: string[] };

/** The exceptions that excuse somebody: those that only say that nobody can tell are none. */
export const excuses = (model: Model | undefined): Exception[] => (model?.except ?? []).filter((exception) => !exception.then);

/** What each exception looks into: the registers it searches, and those of optional sources that its condition speaks of.
 *  Where one of them is missing nobody was let go by it, and nobody could have been. */
export function checkings(model: Model): Checking[] {
  const optional = (model.match ?? []).map(only).filter(([, meeting]) => meeting.optional).map(([alias]) => alias);
  return excuses(model).map((exception) => {
    const said = [exception.when, exception.altogether].join(' ');
    const aliases = [...(exception.found ?? []).map((entry) => only(entry)[0]), ...optional.filter((alias) => new RegExp(`\\b${alias}\\b`).test(said))];
    return { exception, registers: [...new Set(aliases.map((alias) => model.reads[alias]!.register))] };
  });
}

/** Exceptions that could not be checked, each with the registers it lacked. `isThere` says of a register whether anybody delivered it. */
export const unchecked = (model: Model, isThere: (register: string) => boolean): Checking[] =>
  checkings(model).map(({ exception, registers }) => ({ exception, registers: registers.filter((id) => !vocabulary.has(id) && !isThere(id)) })).filter(({ registers }) => registers.length > 0);
