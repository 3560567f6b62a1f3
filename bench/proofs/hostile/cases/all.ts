import type { Case } from '../case.ts';
import { archives } from './archives.ts';
import { books } from './books.ts';
import { data } from './data.ts';
import { places } from './places.ts';
import { texts } from './texts.ts';
import { values } from './values.ts';

export const CASES: Case[] = [...texts, ...values, ...books, ...archives, ...data, ...places];
