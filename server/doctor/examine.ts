import { readConfig, type Config } from '../config.ts';
import { openDatabase } from '../db.ts';
import { openHome, type Home } from '../home.ts';
import { databaseUrls } from '../house.ts';
import { lookAtKeys, lookAtMigrations, lookAtRole, lookAtVersion } from './database.ts';
import { lookAtFacts } from './facts.ts';
import { fine, look, skipped, type Finding } from './finding.ts';
import { lookAtModels, lookAtRegisters } from './gardens.ts';
import { lookAtDisk, lookAtMemory, lookAtNode, lookAtPermissions } from './machine.ts';
import { lookAtSealed } from './sealed.ts';

/** Looks at everything that work rests on. It mends nothing and, but for starting the embedded database, changes nothing. */
export async function examine(env: NodeJS.ProcessEnv = process.env): Promise<Finding[]> {
  const findings: Finding[] = [lookAtNode()];
  let config: Config | undefined;
  let home: Home | undefined;
  findings.push(...(await look('config', async () => ((config = readConfig(env)), [fine('config', '设置可用', 'the settings can be used')]))));
  if (!config) return [...findings, skipped('home', '等设置改好', 'waits for the settings')];
  const settings = config;
  findings.push(lookAtMemory(settings));
  findings.push(...(await look('home', async () => ((home = await openHome(settings.MINGJIAN_HOME)), [fine('home', `家目录 ${home.at}`, `the home is ${home.at}`)]))));
  if (!home) return [...findings, skipped('postgres', '等家目录建好', 'waits for a home')];
  return [...findings, ...(await examineHome(settings, home))];
}

async function examineHome(config: Config, home: Home): Promise<Finding[]> {
  const findings = await look('permissions', () => lookAtPermissions(home));
  findings.push(...(await look('disk', () => lookAtDisk(home))));
  findings.push(...(await look('registers', async () => lookAtRegisters(home))));
  findings.push(...(await look('models', async () => lookAtModels(home))));
  findings.push(...(await look('postgres', () => examineDatabase(config, home))));
  return findings;
}

async function examineDatabase(config: Config, home: Home): Promise<Finding[]> {
  await using urls = await databaseUrls(config, home);
  await using database = openDatabase(urls.app, 1);
  const version = await lookAtVersion(database.pool);
  const role = await look('roles', () => lookAtRole(database.pool));
  const migrations = await look('migrations', () => lookAtMigrations(database.pool));
  const keys = await look('keys', () => lookAtKeys(database.pool, home));
  const isMigrated = migrations.every(({ state }) => state === 'fine');
  const facts = isMigrated ? await look('facts', () => lookAtFacts(database.db, home)) : [skipped('facts', '等迁移执行完', 'waits for the migrations')];
  const isOpen = isMigrated && keys.every(({ state }) => state === 'fine');
  const sealed = isOpen ? await look('sealed', () => lookAtSealed(database.db, home)) : [skipped('sealed', '等迁移和密钥都好了', 'waits for the migrations and the keys')];
  return [...version, ...role, ...migrations, ...keys, ...facts, ...sealed];
}
