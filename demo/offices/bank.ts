import { CUTS, dayOf } from '../world/calendar.ts';
import type { Paper } from '../files/paper.ts';
import { POLICIES } from '../world/policies.ts';
import { accountOf } from '../world/benefits.ts';
import { cardNumber } from '../world/numbers.ts';
import type { Person } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { dates, money, oldName, orBlank, table } from './dress.ts';
import { inDelivery, numbered, type Paid } from './finance.ts';
import { firstDay, lastDay } from '../world/calendar.ts';

/** 农商银行: what came of each payment, who holds which account, who drew cash on another's. */
export function bank(world: World, delivery: 0 | 1): Paper[] {
  const results = function* () {
    for (const p of numbered(world)) if (inDelivery(p, delivery) && p.fen > 0) yield p;
  };
  const result: Paper = {
    sender: '农商银行', name: delivery ? '2026年三季度代发结果' : '代发结果回盘', format: 'semicolon', encoding: 'gbk',
    sheets: [table<Paid>('bank_result', '代发结果', [
      ['发放流水号', (p) => p.id], ['代发项目', (p) => POLICIES[p.grant.policy].name], ['证件号码', (p) => p.number ?? p.person.number], ['户名', (p) => oldName(p.name ?? p.person.name)],
      ['账号', (p) => p.account.replace(/(.{4})(?=.)/g, '$1 ')], ['金额', (p) => money.yuan(p.fen)], ['所属期起', (p) => dates.iso(firstDay(p.from))], ['所属期止', (p) => dates.iso(lastDay(p.to))],
      ['入账日期', (p) => dates.compact(p.paidAt)], ['处理结果', (p) => (p.status === 'paid' ? '成功' : '退票')], ['退票原因', (p) => (p.status === 'paid' ? null : (p.reason ?? '账户状态异常'))],
    ], results())],
  };
  return [result, accounts(world, delivery), ...withdrawals(world, delivery)];
}

type Account = { no: string; holder: Person; opened: number; closed: number };
/** Only those who are paid anything: the bank was asked for no more. */
function accounts(world: World, delivery: 0 | 1): Paper {
  const rows = function* (): Generator<Account> {
    const seen = new Set<Person>();
    for (const list of [world.benefits.grants, world.benefits.elders]) {
      for (const { holder } of list) {
        if (seen.has(holder)) continue;
        seen.add(holder);
        const replaced = world.replaced.get(holder);
        if (replaced) yield { no: cardNumber(holder.id + 5_000_001), holder, opened: dayOf(2015, 3, 1), closed: replaced };
        yield { no: accountOf(holder), holder, opened: replaced ? replaced - 3 : dayOf(2012 + (holder.id % 10), 1 + (holder.id % 12), 1 + (holder.id % 28)), closed: 0 };
      }
    }
  };
  const at = CUTS[delivery];
  return {
    sender: '农商银行', name: '补贴账户开户信息', format: 'csv', encoding: 'gb18030',
    sheets: [table<Account>('bank_account', '账户', [
      ['银行账号', (a) => a.no], ['开户人证件号码', (a) => a.holder.number], ['开户人姓名', (a) => a.holder.name], ['开户行', () => '青岚农村商业银行'], ['开户日期', (a) => dates.iso(a.opened)],
      ['销户日期', (a) => orBlank(a.closed <= at ? a.closed : 0, dates.iso)], ['账户状态', (a) => (a.closed && a.closed <= at ? '销户' : '正常')],
    ], rows())],
  };
}

function withdrawals(world: World, delivery: 0 | 1): Paper[] {
  const rows = world.withdrawals.filter((w) => w.date <= CUTS[delivery] && (!delivery || w.date > CUTS[0] - 30));
  return [{
    sender: '农商银行', name: '代办取款登记', format: 'xlsx',
    sheets: [{
      title: ['青岚农村商业银行代办取款业务登记簿', `截止日期：${dates.iso(CUTS[delivery])}`],
      ...table('cash_withdrawal', '代办', [
        ['银行账号', (w) => w.account], ['户主证件号', (w) => w.person.number], ['户主姓名', (w) => w.person.name], ['代办人证件号', (w) => w.agent.number], ['代办人姓名', (w) => w.agent.name],
        ['取款金额（元）', (w) => money.number(w.fen)], ['取款日期', (w) => dates.serial(w.date)], ['网点', (w) => `${w.person.house.village.town.name}支行`],
      ], rows),
    }],
  }];
}
