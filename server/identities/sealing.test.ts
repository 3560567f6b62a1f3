import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Keys } from './keys/keys.ts';
import { keepOriginal, openOriginal } from './originals.ts';
import { openNumber, sealNumbers } from './sealing/numbers.ts';
import { createSealed, openSealed } from './sealing/sealed-file.ts';
import { blockCipher, SUITES } from './sealing/suite.ts';
import { openText, sealText } from './sealing/texts.ts';
import { createVault, FIELD, openAllRows, openRows, ROW, type VaultBlock, vaultPath } from './vault.ts';

let at: string;
let home: { vault: string; originals: string; tmp: string };
beforeAll(async () => {
  at = await mkdtemp(join(tmpdir(), 'mingjian-seal-'));
  home = { vault: join(at, 'vault'), originals: join(at, 'originals'), tmp: join(at, 'tmp') };
  for (const folder of Object.values(home)) await mkdir(folder);
});
afterAll(() => rm(at, { recursive: true }));

const keysOf = (suite: Keys['suite']): Keys => ({ suite, person: [{ version: 1, key: randomBytes(32) }], token: randomBytes(32), sealing: [{ id: 1, suite, key: randomBytes(32) }] });
const BLOCK = 64;
const blockOf = (from: number): VaultBlock => ({ first: BigInt(1000 + from), last: BigInt(999 + from + BLOCK), text: Array.from({ length: BLOCK }, (_, i) => [1000 + from + i, `43992119500101${from + i}`, '王小明', ''].join(FIELD)).join(ROW) });

async function seal(keys: Keys, register: string): Promise<string> {
  await using vault = await createVault(home, keys, { register, batch: 7n, columns: ['pid', 'name', 'remark'] });
  for (const from of [0, BLOCK, 2 * BLOCK]) await vault.block(blockOf(from));
  await vault.commit();
  return vaultPath(home, register, 7n);
}

describe('the ciphers', () => {
  it('are SM4 and AES as published: GB/T 32907 example 1, and AES-256 of the GCM specification (test case 13)', () => {
    const example = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    expect(createCipheriv('sm4-ctr', example, example).update(Buffer.alloc(16)).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
    const gcm = createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12));
    gcm.final();
    expect(gcm.getAuthTag().toString('hex')).toBe('530f8afbc74536b9a963b4f1c4cb738b');
  });
  it.each(SUITES)('%s opens what it sealed and nothing else', (suite) => {
    const cipher = blockCipher(suite, Buffer.alloc(32, 1), Buffer.alloc(32, 2));
    const [bound, plain] = [Buffer.from('header'), Buffer.from('青岚县 '.repeat(50))];
    const sealed = cipher.seal(5, bound, plain);
    expect(cipher.open(5, bound, sealed)).toEqual(plain);
    expect(() => cipher.open(6, bound, sealed)).toThrow();
    expect(() => cipher.open(5, Buffer.from('other'), sealed)).toThrow();
    expect(() => cipher.open(5, bound, sealed.subarray(0, 10))).toThrow();
    for (const place of [0, 40, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[place]! ^= 1;
      expect(() => cipher.open(5, bound, changed)).toThrow();
    }
    expect(() => blockCipher(suite, Buffer.alloc(32, 1), Buffer.alloc(32, 3)).open(5, bound, sealed)).toThrow();
  });
});

describe.each(SUITES)('a text sealed by %s', (suite) => {
  const keys = keysOf(suite);
  it('opens as what it was sealed for, unchanged, and as nothing else', () => {
    const sealed = sealText(keys, 'quarantine 3/0:7', '["王小明","439921195001010019"]');
    expect(openText(keys, 'quarantine 3/0:7', sealed)).toBe('["王小明","439921195001010019"]');
    expect(() => openText(keys, 'quarantine 3/0:8', sealed)).toThrow();
    for (let place = 0; place < sealed.length; place++) {
      const changed = Buffer.from(sealed);
      changed[place]! ^= 1;
      expect(() => openText(keys, 'quarantine 3/0:7', changed)).toThrow();
    }
  });
});

it('what one suite sealed still opens after another was chosen', () => {
  const before = keysOf('aes-256-gcm');
  const after: Keys = { ...before, sealing: [...before.sealing, { id: 2, suite: 'sm4-ctr-hmac-sm3', key: randomBytes(32) }] };
  const old = [sealText(before, 'x', 'text'), sealNumbers(before, ['439921195001010019'])[0]!] as const;
  const fresh = [sealText(after, 'x', 'text'), sealNumbers(after, ['439921195001010019'])[0]!] as const;
  for (const [text, number] of [old, fresh]) expect([openText(after, 'x', text), openNumber(after, number)]).toEqual(['text', '439921195001010019']);
  expect(() => openText(before, 'x', fresh[0])).toThrow();
});

describe.each(SUITES)('an identity file sealed by %s', (suite) => {
  const keys = keysOf(suite);

  it('gives back the rows asked for, and holds nothing readable', async () => {
    const path = await seal(keys, suite);
    const rows = await openRows(home, keys, suite, 7n, [1003n, 1130n, 9999n]);
    expect(rows).toEqual(new Map([[1003n, [{ pid: '439921195001013', name: '王小明', remark: null }]], [1130n, [{ pid: '43992119500101130', name: '王小明', remark: null }]]]));
    const bytes = await readFile(path);
    expect(bytes.includes('王小明')).toBe(false);
    expect(bytes.includes('4399211950')).toBe(false);
    expect(await readdir(home.tmp)).toEqual([]);
    let all = 0;
    for await (const page of openAllRows(home, keys, suite, 7n)) all += page.size;
    expect(all).toBe(3 * BLOCK);
  });

  it('opens one block for one row: it opens while another block is destroyed', async () => {
    const path = await seal(keys, suite);
    const sound = await readFile(path);
    await using file = await openSealed(path, keys);
    expect(file.ranges.map(({ first, last }) => [first, last])).toEqual([[1000n, 1063n], [1064n, 1127n], [1128n, 1191n]]);
    const middle = Math.floor(sound.length / 2);
    const hurt = Buffer.from(sound);
    hurt[middle]! ^= 0xff;
    await writeFile(path, hurt);
    const opened = await Promise.allSettled([1000n, 1064n, 1128n].map((ref) => openRows(home, keys, suite, 7n, [ref])));
    expect(opened.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    await writeFile(path, sound);
  });

  it('cut short, of another home or with another label does not open at all', async () => {
    const path = await seal(keys, suite);
    const sound = await readFile(path);
    await expect(openSealed(path, keysOf(suite))).rejects.toThrow();
    for (const bytes of [sound.subarray(0, sound.length - 1), sound.subarray(0, 40), Buffer.alloc(0), Buffer.from(sound.toString('latin1').replace(`"register":"${suite}"`, `"register":"${'x'.repeat(suite.length)}"`), 'latin1')]) {
      await writeFile(path, bytes);
      await expect(openSealed(path, keys)).rejects.toThrow();
    }
    await writeFile(path, sound);
  });

  it('that was not committed leaves nothing', async () => {
    {
      await using vault = await createVault(home, keys, { register: 'unfinished', batch: 1n, columns: ['pid'] });
      await vault.block({ first: 1n, last: 1n, text: `1${FIELD}x` });
    }
    expect(await readdir(home.tmp)).toEqual([]);
    await expect(open(vaultPath(home, 'unfinished', 1n))).rejects.toThrow();
  });

  it('refuses blocks out of order', async () => {
    await using sealed = await createSealed(join(home.vault, 'x'), home.tmp, keys, {});
    await sealed.block(10n, 20n, 'a');
    await expect(sealed.block(20n, 30n, 'b')).rejects.toThrow();
  });

  it('keeps an original of several megabytes as it came', async () => {
    const [path, content] = [join(at, 'delivered'), randomBytes(2_500_000)];
    await writeFile(path, content);
    await keepOriginal(home, keys, path, `${suite}-sha`);
    const pieces: Buffer[] = [];
    for await (const piece of openOriginal(home, keys, `${suite}-sha`)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
  });

  it('seals numbers one by one, each differently each time', () => {
    const numbers = ['439921195001010019', 'H12345678', '', '财政局\u0000受益人-000000000000000000000000000123', '439921195001010019'];
    const sealed = sealNumbers(keys, numbers);
    expect(sealed.map((one) => openNumber(keys, one))).toEqual(numbers);
    expect(sealed[0]).not.toEqual(sealed[4]);
    expect(sealed.some((one) => one.includes('4399'))).toBe(false);
    expect(() => openNumber(keys, Buffer.from([9, ...new Array<number>(20).fill(0)]))).toThrow();
  });
});

it('a row that was split into two people answers with both', async () => {
  const keys = keysOf('aes-256-gcm');
  {
    await using vault = await createVault(home, keys, { register: 'split', batch: 1n, columns: ['name'] });
    await vault.block({ first: 5n, last: 6n, text: [`5${FIELD}张三`, `5${FIELD}李四`, `6${FIELD}王五`].join(ROW) });
    await vault.commit();
  }
  expect((await openRows(home, keys, 'split', 1n, [5n])).get(5n)).toEqual([{ name: '张三' }, { name: '李四' }]);
});
