import { Refused } from '../../refused.ts';

const STEPS = [2, 4, 6, 9, 12];

/** The codes of a region and of all below it: a range, because ranges on the code are what an index answers fast. */
export function regionRange(code: string): { from: bigint; to: bigint } {
  const bare = code.replace(/0+$/, '');
  const digits = STEPS.find((step) => step >= bare.length);
  if (!/^\d+$/.test(code) || !STEPS.includes(code.length) || !digits) {
    throw new Refused('region.code', { zh: `“${code}”不是行政区划代码`, en: `“${code}” is no region code` }, { zh: '写 6、9 或 12 位代码（省、市 2 或 4 位）', en: 'write a code of 6, 9 or 12 digits (2 or 4 for a province or a city)' });
  }
  const stem = code.padEnd(12, '0').slice(0, digits);
  return { from: BigInt(stem.padEnd(12, '0')), to: BigInt(stem.padEnd(12, '9')) };
}
