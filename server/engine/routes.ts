import { Type } from 'typebox';
import { BigId, type Routes } from '../api/door.ts';
import { findRuns } from './store.ts';

const Count = Type.Integer({ minimum: 0 });
const RunLine = Type.Object({
  id: BigId,
  as_of: Type.String({ description: 'the day that was judged for' }),
  finished_at: Type.String({ description: 'instant, UTC' }),
  models: Type.Array(Type.Object({
    model: Type.String(),
    version: Type.Integer(),
    outcome: Type.String({ description: 'done, held (it hit more than its share), not_assessable or failed' }),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'why it was held or failed; missing.<register>, comma-separated: without it the question cannot be asked, and nobody had delivered it' }),
    hits: Count,
    identity: Type.Integer({ minimum: 0, description: 'hits whose identity a person confirms first' }),
    let_go: Count,
    not_assessable: Count,
    millis: Count,
  })),
});

export const routes: Routes = (app, house) => {
  const schema = {
    summary: 'The newest runs, each with the four results of every model',
    querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100, default: 10 }) }),
    response: { 200: Type.Array(RunLine) },
  };
  app.get('/api/runs', { schema }, async ({ query: { limit } }) => {
    const runs = await findRuns(house().db, limit);
    return runs.map(({ id, finished_at, ...run }) => ({ ...run, id: String(id), finished_at: finished_at.toISOString() }));
  });
};
