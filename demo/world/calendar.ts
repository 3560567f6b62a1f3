/** Days are counted from 1970-01-01, months as year × 12 + month − 1: the county's clock needs no time zone. */
export type Day = number;
export type Month = number;

const MS = 86_400_000;
export const day = (text: string): Day => Date.parse(`${text}T00:00:00Z`) / MS;
export const dayOf = (year: number, month: number, date: number): Day => Date.UTC(year, month - 1, date) / MS;
export const iso = (d: Day): string => new Date(d * MS).toISOString().slice(0, 10);
export const parts = (d: Day): [number, number, number] => {
  const date = new Date(d * MS);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
};
export const month = (text: string): Month => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
export const monthOf = (d: Day): Month => {
  const [year, m] = parts(d);
  return year * 12 + m - 1;
};
export const yearOf = (m: Month): number => Math.floor(m / 12);
export const monthNumber = (m: Month): number => (m % 12) + 1;
export const firstDay = (m: Month): Day => dayOf(yearOf(m), monthNumber(m), 1);
export const lastDay = (m: Month): Day => firstDay(m + 1) - 1;
/** Whole years lived on that day. */
export function ageOn(birth: Day, on: Day): number {
  const [by, bm, bd] = parts(birth);
  const [y, m, d] = parts(on);
  return y - by - (m < bm || (m === bm && d < bd) ? 1 : 0);
}

/** The county's own time: what happened is simulated from `start`; each delivery knows what was recorded up to its day. */
export const START = day('2023-07-01');
export const CUTS: readonly [Day, Day] = [day('2026-06-30'), day('2026-09-30')];
/** The first month whose payments are delivered. */
export const PAID_FROM = month('2024-07');
export const LAST_MONTHS: readonly [Month, Month] = [month('2026-06'), month('2026-09')];
