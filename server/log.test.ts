import { expect, test } from 'vitest';
import { speakable } from './log.ts';

test('a logged error keeps what helps and nothing that is personal', () => {
  const error = Object.assign(new Error('invalid input for 张三丰: "43992119800101123X" in column a7'), {
    code: '22P02',
    detail: 'Key (name)=(张三丰) exists',
    cause: new Error('token 6222021234567890'),
  });
  const logged = JSON.stringify(speakable(error));
  expect(logged).toContain('22P02');
  expect(logged).toContain('log.test.ts');
  expect(logged).toContain('column a7');
  for (const personal of ['张三', '4399211980', '6222021']) expect(logged).not.toContain(personal);
});
