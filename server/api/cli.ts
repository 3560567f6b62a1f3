import { once } from 'node:events';
import type { Command } from 'commander';
import type { Commands } from '../commands.ts';
import { print, say } from '../say.ts';
import { buildApi } from './api.ts';

/** `serve`: answers on loopback until it is interrupted. */
export const commands: Commands = (program: Command, open) => {
  program
    .command('serve')
    .summary(say({ zh: '在本机提供只读接口', en: 'answer read-only requests of this machine' }))
    .description(say({ zh: '在 127.0.0.1 上提供健康检查和只读接口，契约见 docs/openapi.json。按 Ctrl-C 停止。', en: 'Answers health and read-only requests on 127.0.0.1; docs/openapi.json is the contract. Ctrl-C stops it.' }))
    .option('--port <port>', say({ zh: '端口，默认取 MINGJIAN_PORT（4399）', en: 'port; MINGJIAN_PORT (4399) unless told' }), Number)
    .addHelpText('after', say({ zh: '\n例：\n  mingjian serve\n  curl http://127.0.0.1:4399/health', en: '\nExamples:\n  mingjian serve --port 8080 --lang en\n  curl http://127.0.0.1:8080/health' }))
    .action(async (options: { port?: number }) => {
      await using house = await open();
      const api = await buildApi(() => house);
      const address = await api.listen({ host: '127.0.0.1', port: options.port ?? house.config.MINGJIAN_PORT });
      print(say({ zh: `正在 ${address} 上提供服务，按 Ctrl-C 停止。`, en: `Answering at ${address}. Ctrl-C stops it.` }));
      await once(api.server, 'close');
    });
};
