import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import { Type } from 'typebox';
import type { House } from '../house.ts';

export type App = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, TypeBoxTypeProvider>;

/** What a slice's routes.ts exports as `routes`: thin doors to its verbs. `house` is asked for inside a handler only, so that the
 *  contract can be written down without opening one. */
export type Routes = (app: App, house: () => House) => void;

/** int8 as JSON: a string, because a reader in JavaScript would round it. */
export const BigId = Type.String({ pattern: '^-?[0-9]+$', description: '64-bit integer as decimal text' });
