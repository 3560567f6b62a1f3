import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyText } from '@mingjian/domain/testing.ts';
import { hmacEach } from './keyed-hash.ts';
import { makeKeys, openKeys } from './keys.ts';
import { tokens } from '../tokens.ts';

let keys: string;
beforeAll(async () => void (keys = await mkdtemp(join(tmpdir(), 'mingjian-keys-'))));
afterAll(() => rm(keys, { recursive: true }));

describe('the keys of a home', () => {
  it('are made once, whoever comes first, and are for their user alone', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => makeKeys({ keys }, 'aes-256-gcm', new Date())));
    expect(new Set(all.map((one) => one.token.toString('hex'))).size).toBe(1);
    expect((await stat(join(keys, 'identity.json'))).mode & 0o777).toBe(0o600);
    expect(all[0]).toMatchObject({ suite: 'aes-256-gcm', person: [{ version: 1 }], sealing: [{ id: 1, suite: 'aes-256-gcm' }] });
  });

  it('are refused, not made, where they are gone', async () => {
    await expect(openKeys({ keys: join(keys, 'nowhere') })).rejects.toMatchObject({ code: 'keys.missing' });
  });

  it('are never made anew over a damaged file, and the refusal quotes nothing of it', async () => {
    const path = join(keys, 'identity.json');
    const sound = await readFile(path, 'utf8');
    await writeFile(path, sound.slice(0, -40));
    const refused = await openKeys({ keys }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'keys.damaged' });
    expect(JSON.stringify(refused)).not.toContain(JSON.parse(sound).token.key);
    await writeFile(path, sound);
    expect((await openKeys({ keys })).token.toString('base64')).toBe(JSON.parse(sound).token.key);
  });
});

describe('the keyed hash over many values', () => {
  it.each(['sha256', 'sm3'] as const)('is HMAC with %s, of any key and text', (algorithm) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.array(anyText(400).map((s) => s.toWellFormed())), (key, values) => {
        const found: string[] = [];
        hmacEach(algorithm, Buffer.from(key), 'kind\u0000', values, (digest, i) => void (found[i] = digest.toString('hex')));
        expect(found).toEqual(values.map((value) => createHmac(algorithm, key).update(`kind\u0000${value}`).digest('hex')));
      }),
    );
  });
  it('gives the published digest of HMAC-SM3 (GM/T 0042) and of HMAC-SHA-256 (RFC 4231)', () => {
    const text = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq';
    const digests: string[] = [];
    const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i + 1));
    hmacEach('sm3', key, '', [text + text], (digest) => void digests.push(digest.toString('hex')));
    hmacEach('sha256', Buffer.alloc(20, 0x0b), '', ['Hi There'], (digest) => void digests.push(digest.toString('hex')));
    expect(digests).toEqual(['ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7']);
  });
});

describe('tokens', () => {
  const home = { token: randomBytes(32), suite: 'aes-256-gcm' } as const;
  it('are equal for equal values of one kind in one home, and differ otherwise', () => {
    const [a, b, again] = tokens(home, 'name', ['张三', '李四', '张三']);
    expect(a).toBe(again);
    expect(new Set([a, b, tokens(home, 'plate', ['张三'])[0], tokens({ ...home, token: randomBytes(32) }, 'name', ['张三'])[0]]).size).toBe(4);
  });
  it('are the first 63 bits of the keyed hash, never negative', () => {
    const values = Array.from({ length: 2000 }, (_, i) => `人${i}`);
    const expected = values.map((value) => createHmac('sha256', home.token).update(`name\u0000${value}`).digest().readBigUInt64BE() & ((1n << 63n) - 1n));
    expect([...tokens(home, 'name', values)]).toEqual(expected);
  });
});
