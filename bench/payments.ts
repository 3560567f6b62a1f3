import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';

export const SURNAMES = [...'赵钱孙李周吴郑王冯陈'], GIVEN = [...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超'];
const PROGRAMMES = [['低保金', '农村低保'], ['耕地地力保护补贴', '地力补贴'], ['高龄津贴', '高龄补贴']] as const;
export const HEADERS = ['发放流水号', '补贴项目', '身份证号', '姓名', '村(社区)', '所属期起', '发放金额(元)', '银行账号', '发放日期', '发放状态'];

type Pair = { clean: string[]; dirty: string[] };

/** One of many payments to `people` persons, twice: as a system would export it, and as an office delivers it. */
export function payment(i: number, people: number): Pair {
  const who = (i * 7919) % people;
  const seventeen = `439921${1940 + (who % 70)}${two(1 + (who % 12))}${two(1 + (who % 28))}${String(who % 1000).padStart(3, '0')}`;
  const pid = seventeen + checkCharacter(seventeen);
  const name = SURNAMES[who % 10]! + GIVEN[(who >> 3) % 19]! + GIVEN[(who >> 5) % 19]!;
  const [formal, usual] = PROGRAMMES[i % 3]!;
  const village = `4399211${two(who % 20)}${200 + (who % 30)}`;
  const month = 1 + (i % 12);
  const amount = `${100 + (i % 5000)}.${two(i % 100)}`;
  const account = `6217${String(who * 7919).padStart(15, '0')}`;
  const status = i % 50 === 0 ? '退回' : '成功';
  const date = `2024-${two(month)}-15`;
  return {
    clean: [`P${i}`, formal, pid, name, village, `2024-${two(month)}-01`, amount, account, date, status],
    dirty: [
      `P${i}`, i % 4 ? formal : usual, i % 9 === 0 ? ` ${pid.toLowerCase()}` : i % 1001 === 0 ? pid.slice(0, 17) + '?' : pid, i % 13 === 0 ? name.split('').join(' ') : name, village,
      [`2024-${two(month)}-01`, `2024年${month}月`, `2024/${month}/1`, `2024${two(month)}01`][i % 4]!, i % 5 ? amount : `￥${Number(amount).toLocaleString('en')}`,
      i % 7 === 0 ? account.replace(/(\d{4})(?=\d)/g, '$1 ') : account, i % 3 ? date.replaceAll('-', '.') : date, i % 11 ? status : ` ${status}　`,
    ],
  };
}
const two = (n: number): string => String(n).padStart(2, '0');
