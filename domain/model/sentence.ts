import type { Language } from '../words.ts';
import type { Model } from './model.ts';
import { units } from './units.ts';

/** What a finding says of itself, as stored: measures in the base unit of their dimension, money in fen. */
export type Figures = { measures: Record<string, number | string | null>; amount: bigint | number | null; currency?: string };

/** The model's own sentence about one finding, with its figures and units; a figure that is not known leaves “—”. */
export const sentence = (model: Model, figures: Figures, language: Language): string =>
  model.says[language].replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'amount' ? money(figures.amount, language) : figure(model, name, figures.measures[name] ?? null, language));

/** Fen as yuan with two decimals and thousands set apart. */
export function money(fen: bigint | number | null, language: Language): string {
  if (fen === null) return '—';
  const whole = BigInt(fen);
  const [sign, size] = whole < 0n ? ['-', -whole] : ['', whole];
  const yuan = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${yuan}.${(size % 100n).toString().padStart(2, '0')}${units['yuan']!.words[language] === '元' ? '元' : ' yuan'}`;
}

function figure(model: Model, name: string, value: number | string | null, language: Language): string {
  const measure = model.measures?.[name];
  if (!measure || value === null) return '—';
  const unit = units[measure.unit];
  if (unit?.dimension['fen'] === 1 && Object.keys(unit.dimension).length === 1) return money(BigInt(Math.round(Number(value))), language);
  const shown = Number((Number(value) / (unit?.factor ?? 1)).toFixed(2));
  const word = unit?.words[language] ?? '';
  return language === 'zh' || word === '%' ? `${shown}${word}` : `${shown} ${shown === 1 ? singular(word) : word}`.trim();
}

const singular = (word: string): string => ({ people: 'person' })[word] ?? word.replace(/s$/, '');
