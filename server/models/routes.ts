import { Words } from '@mingjian/domain/words.ts';
import { Type } from 'typebox';
import type { Routes } from '../api/door.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { readModels, SHIPPED } from './load.ts';

const ModelLine = Type.Object({ id: Type.String(), theme: Type.String(), version: Type.Integer(), title: Words, asks: Words });

export const routes: Routes = (app, house) => {
  const schema = { summary: 'Every question that this home asks', response: { 200: Type.Array(ModelLine) } };
  app.get('/api/models', { schema }, async () => {
    const { registers, models } = house().home;
    const catalogue = loadCatalogue(registers);
    const { models: all } = readModels((id) => catalogue.registers.get(id), SHIPPED, models);
    return all.map(({ id, theme, model: { version, title, asks } }) => ({ id, theme, version, title, asks }));
  });
};
