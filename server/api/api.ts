import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { routes as runs } from '../engine/routes.ts';
import type { House } from '../house.ts';
import { routes as imports } from '../imports/routes.ts';
import { newReference } from '../log.ts';
import { migrationState } from '../migrations/migrate.ts';
import { routes as models } from '../models/routes.ts';
import { Refused } from '../refused.ts';
import { routes as registers } from '../registers/routes.ts';
import { routes as warnings } from '../warnings/routes.ts';
import type { App, Routes } from './door.ts';

const SLICES: Routes[] = [health, registers, imports, models, runs, warnings];

/** The HTTP door: read-only for now, and for this machine alone, because rights do not exist yet. */
export async function buildApi(house: () => House): Promise<App> {
  const app = fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Mingjian 明鉴', version: '0.1.0', description: 'Read-only, loopback only. 只读，仅限本机。' },
    },
  });
  app.addHook('onRequest', refuseOtherHosts);
  app.setErrorHandler((error, _request, reply) => answerFailure(house, error, reply));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 'request.not-found', words: { zh: '没有这个地址', en: 'there is nothing at this address' } }));
  for (const routes of SLICES) routes(app, house);
  await app.ready();
  return app;
}

/** A page from elsewhere could reach loopback under a name of its own (DNS rebinding); only our own names are answered. */
async function refuseOtherHosts(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (['localhost', '127.0.0.1', '[::1]'].includes(request.hostname)) return;
  await reply.code(421).send({ code: 'request.host', words: { zh: '只回答本机的请求', en: 'only this machine is answered' } });
}

function answerFailure(house: () => House, error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof Refused) {
    const { code, words, advice } = error;
    return reply.code(code.endsWith('.unknown') ? 404 : 422).send({ code, words, advice });
  }
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  if (statusCode < 500) return reply.code(statusCode).send({ code: 'request.invalid', words: { zh: `请求不合规格：${message}`, en: `the request does not have the shape it should: ${message}` } });
  const reference = newReference();
  house().log.error({ reference, err: error }, 'request failed');
  return reply.code(500).send({ code: 'ours', reference, words: { zh: `程序自身出错，编号 ${reference}`, en: `our failure, reference ${reference}` } });
}

function health(app: App, house: () => House): void {
  const Health = Type.Object({
    ok: Type.Boolean(),
    training: Type.Boolean({ description: 'a home made for training' }),
    region: Type.String({ description: 'code of the region it is for' }),
    migrations: Type.Object({ applied: Type.Integer(), pending: Type.Integer() }),
  });
  app.get('/health', { schema: { summary: 'Whether it can work', response: { 200: Health } } }, async () => {
    const { applied, pending } = await migrationState(house().pool);
    const { training, region } = house().home;
    return { ok: pending.length === 0, training, region, migrations: { applied: applied.length, pending: pending.length } };
  });
}
