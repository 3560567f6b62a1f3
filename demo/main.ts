import { parseArgs } from 'node:util';
import { makeCounty } from './county.ts';

const USAGE = `Makes the fictional county 青岚县: two deliveries of department files and the ledger of what was planted in them.

  node demo/main.ts --out DIR [--people 50000] [--seed N]
                    [--encoding utf-8|gbk] [--files csv|xlsx] [--shuffle-rows] [--reorder-columns] [--send-twice]

The last five change how the files look and nothing that they say: the warnings must stay equal.`;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    people: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '20260630' },
    encoding: { type: 'string' },
    files: { type: 'string' },
    'shuffle-rows': { type: 'boolean', default: false },
    'reorder-columns': { type: 'boolean', default: false },
    'send-twice': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function oneOf<T extends string>(name: string, value: string | undefined, allowed: readonly T[]): { [k: string]: T } {
  if (value === undefined) return {};
  if (!allowed.includes(value as T)) throw new Error(`--${name} ${allowed.join('|')}`);
  return { [name]: value as T };
}

if (values.help || !values.out) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  const began = performance.now();
  const county = await makeCounty({
    out: values.out,
    people: Number(values.people),
    seed: Number(values.seed),
    ...oneOf('encoding', values.encoding, ['utf-8', 'gbk']),
    ...oneOf('files', values.files, ['csv', 'xlsx']),
    shuffleRows: values['shuffle-rows'],
    reorderColumns: values['reorder-columns'],
    sendTwice: values['send-twice'],
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${county.people} people, ${county.files[0]!.length} + ${county.files[1]!.length} files, ${county.acts} planted acts in ${seconds} s; as of ${county.asOf.join(' and ')}`);
}
