import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { tableText } from '../../demo/proof/program.ts';
import { settle } from '../settle.ts';
import { type Answers, answersOf, differences } from './same/answers.ts';
import { VARIANTS } from './same/variants.ts';

/** Done-when 4: one county in eight forms (encodings, kinds of file, order of rows and columns, a file sent twice), each in a home of its own, gives
 *  equal warnings once file, sheet, row and batch are taken out; equal too what was let go and what could not be assessed. `--only NAME` takes one form;
 *  `--seed-fault` changes one amount in one form, which has to be found. */
const { values } = parseArgs({
  options: { people: { type: 'string', default: '20000' }, seed: { type: 'string', default: '20260630' }, only: { type: 'string' }, 'seed-fault': { type: 'boolean', default: false } },
});
const county = { people: Number(values.people), seed: Number(values.seed) };
const [[, asSent], ...forms] = VARIANTS as [(typeof VARIANTS)[number], ...typeof VARIANTS];
const chosen = values['seed-fault'] ? forms.filter(([name]) => name === 'utf8-csv') : forms.filter(([name]) => !values.only || name === values.only);

const base = await answersOf(asSent, county);
const rows: (string | number)[][] = [['as sent', base.batches, base.warnings, base.letGo, base.notAssessable, 0]];
let different = 0;
for (const [name, how] of chosen) {
  const answers = await answersOf(how, county, values['seed-fault'] ? (folder) => changeOneAmount(folder, base) : undefined);
  const { missing, added } = differences(base, answers);
  different += missing.length + added.length;
  rows.push([name, answers.batches, answers.warnings, answers.letGo, answers.notAssessable, missing.length + added.length]);
  console.log(`${name}: ${answers.warnings} warnings, ${missing.length} lines missing, ${added.length} added`);
  for (const line of missing.slice(0, 4)) console.log(`  missing ${line.slice(0, 400)}`);
  for (const line of added.slice(0, 4)) console.log(`  added   ${line.slice(0, 400)}`);
}
console.log(tableText(['form', 'tables', 'warnings', 'let go', 'not assessable', 'differences'], rows));
// A county without warnings is the same in every form and proves nothing.
settle(`${chosen.length} forms beside the first, ${base.warnings} warnings, ${different} differences`, different === 0 && base.warnings > 0 && chosen.length > 0);

/** One payment of a pair that is equal to the fen: a yuan more, and it is no pair. */
function changeOneAmount(folder: string, { evidence }: Answers): void {
  const { file, row } = evidence.at(-1)!;
  const at = path.join(folder, file);
  const lines = readFileSync(at, 'utf8').split('\r\n');
  const before = lines[row - 1]!;
  lines[row - 1] = before.replace(/(?<=,)\d+\.\d{2}(?=,)/, (yuan) => (Number(yuan) + 1).toFixed(2));
  if (lines[row - 1] === before) throw new Error(`no amount in line ${row} of ${file}`);
  writeFileSync(at, lines.join('\r\n'));
}
