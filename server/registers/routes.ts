import { Words } from '@mingjian/domain/words.ts';
import { Type } from 'typebox';
import type { Routes } from '../api/door.ts';
import { loadCatalogue } from './catalogue.ts';

const RegisterLine = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  title: Words,
  supplier: Words,
  kind: Type.Union([Type.Literal('snapshot'), Type.Literal('event')]),
  sensitivity: Type.String(),
  columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), privacy: Type.String(), required: Type.Boolean() })),
});

export const routes: Routes = (app, house) => {
  const schema = { summary: 'Every kind of department file that this home can read', response: { 200: Type.Array(RegisterLine) } };
  app.get('/api/registers', { schema }, async () => {
    const { registers } = loadCatalogue(house().home.registers);
    return [...registers.values()].map(({ id, version, title, supplier, kind, sensitivity, columns }) => ({
      id, version, title, supplier, kind, sensitivity,
      columns: Object.entries(columns).map(([name, { type, privacy, required = false }]) => ({ name, type, privacy, required })),
    }));
  });
};
