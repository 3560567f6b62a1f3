import { Type, type Static } from 'typebox';

/** A sentence or a name in both languages of the house. Both are always complete; zh-CN is shown first. */
export const Words = Type.Object(
  { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
);
export type Words = Static<typeof Words>;
export type Language = keyof Words;
