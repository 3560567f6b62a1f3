import type { Complaint } from '@mingjian/domain/complaint.ts';
import { type Duck, quoted } from '../../../duckdb.ts';
import type { Plan, PlannedColumn } from '../plan.ts';

/** The columns whose day must not lie before the birth that the number beside it states, where both are delivered. */
const pairsOf = ({ mapped }: Plan): { day: PlannedColumn; number: PlannedColumn }[] =>
  mapped.flatMap((day) => {
    const number = mapped.find(({ name, column }) => name === day.column.after_birth_of && column.type === 'citizen_number');
    return number && day.column.type === 'date' ? [{ day, number }] : [];
  });

/** Of a row that was refused for nothing else. */
export const bornLater = (plan: Plan): { planned: PlannedColumn; complaint: Complaint } | null => {
  const [pair] = pairsOf(plan);
  return pair ? { planned: pair.day, complaint: BORN_LATER } : null;
};

/** Refuses rows of table `done_cleaned` whose day lies before the person's birth: 1923 for 2023 makes a dead man of a living one. Only numbers whose check
 *  character is right say when somebody was born. */
export async function refuseBeforeBirth(duck: Duck, plan: Plan): Promise<number> {
  let refused = 0;
  for (const { day, number } of pairsOf(plan)) {
    const [date, precision, tier] = [day.name, `${day.name}_precision`, `${number.name}_tier`].map((name) => `c.${quoted(name)}`);
    const birth = `cast(try_strptime(regexp_extract(${number.raw}, '(?:^|\\D)\\d{6}(\\d{8})\\d{3}[0-9Xx](?:\\D|$)', 1), '%Y%m%d') as DATE)`;
    await duck.run(`create or replace table born_later as select c.row, c.part from done_cleaned c join done_slice s on s.row = c.row and s.part = c.part
      where not c._bad and ${tier} = 1 and case ${precision} when 'day' then ${date} < ${birth} else year(${date}) < year(${birth}) end`);
    refused += Number((await duck.row<{ n: bigint }>('select count(*) as n from born_later')).n);
    await duck.run('update done_cleaned set _bad = true from born_later b where b.row = done_cleaned.row and b.part = done_cleaned.part');
  }
  return refused;
}

export const BORN_LATER: Complaint = {
  code: 'date.before-birth',
  words: { zh: '日期早于身份证号上的出生日期', en: 'The day lies before the birth that the citizen number states' },
  remedy: { zh: '年份或身份证号写错了：请核对原件后改正', en: 'The year or the number is a slip: check both against the original' },
};
