import { Level, WarningState } from '@mingjian/domain/warning.ts';
import { Type } from 'typebox';
import { BigId, type Routes } from '../api/door.ts';
import { topWarnings } from './find-warnings.ts';
import { refuseUnknownModel } from './get-warning.ts';
import { internalKeys } from './subject-keys.ts';

const Warning = Type.Object({
  id: Type.String(),
  matter: Type.String({ description: 'number of the matter: warnings of several models on one subject and programme share it' }),
  model: Type.String(),
  level: Type.String({ description: 'red, yellow or blue' }),
  state: Type.String({ description: 'new, persisting, changed or gone' }),
  tier: Type.Integer({ description: '1: the numbers are equal; 2: after 15 → 18 digits' }),
  subject_kind: Type.String(),
  subject: Type.String({ description: 'internal id: identity never leaves by this door' }),
  region: Type.Union([BigId, Type.Null()]),
  period_from: Type.Union([Type.String(), Type.Null()]),
  period_to: Type.Union([Type.String(), Type.Null()]),
  amount: Type.Union([BigId, Type.Null()], { description: 'fen' }),
});

export const routes: Routes = (app, house) => {
  const schema = {
    summary: 'What to look at first: red before yellow before blue, then by money',
    querystring: Type.Object({
      model: Type.Optional(Type.String()),
      level: Type.Optional(Level),
      state: Type.Optional(WarningState),
      limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
    }),
    response: { 200: Type.Array(Warning) },
  };
  app.get('/api/warnings', { schema }, async ({ query: { limit, ...filter } }) => {
    await refuseUnknownModel(house(), filter.model);
    const found = await topWarnings(house().db, filter, limit);
    const keys = await internalKeys(house(), found);
    return found.map(({ region, amount, matter_id, ...rest }, at) => ({ ...rest, subject: keys[at]!, matter: matter_id, region: region === null ? null : String(region), amount: amount === null ? null : String(amount) }));
  });
};
