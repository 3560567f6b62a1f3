import { Type } from 'typebox';
import { BigId, type Routes } from '../api/door.ts';
import { listImports } from './report/list.ts';

const Nullable = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

const ImportedTable = Type.Object({
  file: Type.String({ description: 'as delivered, below the folder that was named' }),
  sheet: Nullable('of a workbook'),
  register: Nullable('null while the table waits for a mapping'),
  state: Type.String({ description: 'active, retired, replaced or waiting' }),
  batch: Type.Union([BigId, Type.Null()]),
  sender: Nullable('who delivered it'),
  as_at: Nullable('the day its rows speak of'),
  encoding: Nullable('of a text file'),
  delimiter: Nullable('of a text file'),
  header_rows: Type.Array(Type.Integer(), { description: 'lines or sheet rows, from 1' }),
  rows: Type.Integer(),
  accepted: Type.Integer(),
  quarantined: Type.Integer(),
});

export const routes: Routes = (app, house) => {
  const schema = {
    summary: 'What was delivered: standing tables, those that wait, and on request those that ended',
    querystring: Type.Object({ all: Type.Boolean({ default: false, description: 'also what was retired or replaced' }) }),
    response: { 200: Type.Array(ImportedTable) },
  };
  app.get('/api/imports', { schema }, async ({ query }) => {
    const tables = await listImports(house().db, query.all);
    return tables.map((table) => ({ ...table, batch: table.batch === null ? null : String(table.batch) }));
  });
};
