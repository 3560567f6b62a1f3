import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGarbled } from './garbled.ts';
import { foldName, parseName } from './name.ts';

const read = (text: string, as: string) => new TextDecoder(as).decode(new TextEncoder().encode(text));
const NAMES = ['张三', '王小明', '李四', '欧阳娜娜', '赵敏', '阿卜杜拉·买买提', '钱伟', '孙静', '周芳'];

test.each(NAMES)('%s in UTF-8 read as GBK or as a Western code page is seen', (name) => {
  expect([read(name, 'gb18030'), read(name, 'windows-1252')].map(isGarbled)).toEqual([true, true]);
});

test.each(['锟斤拷', 'ÕÅÈý', 'ÍõÐ¡Ã÷', '寮犱笁', '寮犱笁涓?'])('%s is garbled', (text) => expect(isGarbled(text)).toBe(true));

test.each([...NAMES, '阿里木江·吐尔逊', 'José García', 'François Müller', 'Åsa Öberg', '涓生', '浜田', '闄', '张?', '李�', '', 'O’Brien', '石桥镇柳家湾村', 'ÅÍÎÏ˝ÓÔÒÚÆ☃', 'Œ„´‰ˇÁ¨ˆØ∏', '㐂喜', '𠮷田'])('%s is not', (text) => expect(isGarbled(text)).toBe(false));

test('a name of common characters is never taken for garbled', () => {
  // the 3,755 characters of the first level of GB 2312, in which names are written
  const common = Array.from({ length: 3755 }, (_, i) => new TextDecoder('gb18030').decode(Uint8Array.of(0xb0 + Math.floor(i / 94), 0xa1 + (i % 94))));
  fc.assert(fc.property(fc.array(fc.constantFrom(...common), { minLength: 1, maxLength: 6 }), (characters) => !isGarbled(characters.join(''))), { numRuns: 2000 });
});

test('a garbled name is refused and is nobody’s key', () => {
  expect(parseName('寮犱笁')).toMatchObject({ ok: false, complaint: { code: 'name.garbled' } });
  expect(foldName('寮犱笁')).toBe(null);
});
