import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The named suites. `aes-256-gcm`: AES-256-GCM, HKDF and HMAC with SHA-256. `sm4-ctr-hmac-sm3`: SM4-CTR, then HMAC-SM3 over nonce, associated data
 *  and ciphertext (OpenSSL in Node has no SM4-GCM), HKDF with SM3. The name is stored with every ciphertext. */
export const SUITES = ['aes-256-gcm', 'sm4-ctr-hmac-sm3'] as const;
export type SuiteName = (typeof SUITES)[number];

/** Seals and opens numbered blocks of one file under keys derived for that file alone. Block numbers serve as nonces: a number is used once. */
export type BlockCipher = {
  seal: (block: number, associated: Buffer, plain: Uint8Array) => Buffer;
  /** @throws Error where the block, its number or the associated data is not what was sealed */
  open: (block: number, associated: Buffer, sealed: Uint8Array) => Buffer;
};

export const digestOf = (suite: SuiteName): 'sha256' | 'sm3' => (suite === 'aes-256-gcm' ? 'sha256' : 'sm3');

export function blockCipher(suite: SuiteName, key: Buffer, salt: Buffer): BlockCipher {
  const derive = (use: string, bytes: number): Buffer => Buffer.from(hkdfSync(digestOf(suite), key, salt, `mingjian ${use}`, bytes));
  return suite === 'aes-256-gcm' ? gcm(derive('block', 32)) : ctrThenMac(derive('block', 16), derive('block mac', 32));
}

function gcm(key: Buffer): BlockCipher {
  const nonce = (block: number): Buffer => counter(12, block);
  return {
    seal(block, associated, plain) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce(block)).setAAD(associated);
      const body = [cipher.update(plain), cipher.final()];
      return Buffer.concat([...body, cipher.getAuthTag()]);
    },
    open(block, associated, sealed) {
      const { body, tag } = split(sealed, 16);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce(block)).setAAD(associated).setAuthTag(tag);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    },
  };
}

function ctrThenMac(key: Buffer, macKey: Buffer): BlockCipher {
  // the high half of the counter block holds the block number, the low half counts 16-byte steps within it
  const start = (block: number): Buffer => Buffer.concat([counter(8, block), Buffer.alloc(8)]);
  const mac = (block: number, associated: Buffer, body: Uint8Array): Buffer =>
    createHmac('sm3', macKey).update(start(block)).update(counter(8, associated.length)).update(associated).update(body).digest();
  return {
    seal(block, associated, plain) {
      const body = createCipheriv('sm4-ctr', key, start(block)).update(plain);
      return Buffer.concat([body, mac(block, associated, body)]);
    },
    open(block, associated, sealed) {
      const { body, tag } = split(sealed, 32);
      if (!timingSafeEqual(tag, mac(block, associated, body))) throw new Error('a sealed block is not what was sealed');
      return createDecipheriv('sm4-ctr', key, start(block)).update(body);
    },
  };
}

function split(sealed: Uint8Array, tagBytes: number): { body: Uint8Array; tag: Uint8Array } {
  if (sealed.length < tagBytes) throw new Error('a sealed block is cut short');
  return { body: sealed.subarray(0, sealed.length - tagBytes), tag: sealed.subarray(sealed.length - tagBytes) };
}

function counter(bytes: number, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, bytes - 6, 6);
  return buffer;
}
