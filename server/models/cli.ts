import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Model } from '@mingjian/domain/model/model.ts';
import { page } from '@mingjian/domain/model/explain.ts';
import type { Commands } from '../commands.ts';
import { EXIT } from '../commands.ts';
import { readConfig } from '../config.ts';
import { withCountySettings } from './county-settings.ts';
import { homeFolders } from './home-folders.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { Refused } from '../refused.ts';
import { languageOf, print, say } from '../say.ts';
import { tellLeftOut } from './left-out.ts';
import { type LeftOut, type LoadedModel, findModels, loadModels, placed, readModel, readModels, refuseLeftOut } from './load.ts';
import { testModels } from './test-models.ts';
import { staleSql, writeSql } from './write-sql.ts';

/** `models`: reading, checking, testing and compiling supervision models. None of it needs a database. */
export const commands: Commands = (program) => {
  const models = program
    .command('models')
    .summary(say({ zh: '监督模型：查看、检查、测试、编译', en: 'supervision models: show, check, test, compile' }))
    .description(say({ zh: '每个模型是 models/<主题>/<编号>/ 一个文件夹。语言说明见 docs/models.md。', en: 'Every model is one folder, models/<theme>/<id>/. The language: docs/models.md.' }))
    .addHelpText('after', say({
      zh: '\n例：\n  mingjian models list\n  mingjian models show dead-payee\n  mingjian models check 我的模型/model.yaml\n  mingjian models test dead-payee\n  mingjian models compile --write',
      en: '\nExamples:\n  mingjian models list\n  mingjian models show dead-payee\n  mingjian models check my-model/model.yaml\n  mingjian models test dead-payee\n  mingjian models compile --write',
    }));
  addList(models);
  addShow(models);
  addCheck(models);
  addTest(models);
  addCompile(models);
};

/** The registers and models of this installation: what ships, and the home's own where there is a home. */
function reading() {
  const home = homeFolders(readConfig());
  const catalogue = loadCatalogue(...home.registers);
  return { registers: (id: string) => catalogue.registers.get(id), roots: home.models };
}

/** Those that can be read; of the others is told why, and that they were left out. */
function readable(): { models: LoadedModel[]; leftOut: LeftOut[]; registers: ReturnType<typeof reading>['registers'] } {
  const { registers, roots } = reading();
  return { ...readModels(registers, ...roots), registers };
}

const all = (): { models: LoadedModel[]; registers: ReturnType<typeof reading>['registers'] } => {
  const { registers, roots } = reading();
  return { models: loadModels(registers, ...roots), registers };
};

function one(id: string): { model: LoadedModel; registers: ReturnType<typeof reading>['registers'] } {
  const { models, leftOut, registers } = readable();
  refuseLeftOut(leftOut, [id]);
  const model = models.find((m) => m.id === id);
  if (model) return { model, registers };
  throw new Refused('models.unknown', { zh: `没有名为 ${id} 的模型`, en: `there is no model ${id}` }, { zh: '用 mingjian models list 查看全部', en: 'mingjian models list shows them all' });
}

/** With the county's own values as they hold today, where there is a home that has some. */
function asSetHere(model: Model): Model {
  const { models, leftOut } = readable();
  return withCountySettings(models.map((each) => each.model), join(readConfig().MINGJIAN_HOME, 'models'), new Date().toISOString().slice(0, 10), leftOut).find(({ id }) => id === model.id)!;
}

function addList(models: Command): void {
  models.command('list').summary(say({ zh: '列出全部模型', en: 'list all models' })).option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .action((options: { json?: boolean }) => {
      const { models: readables, leftOut } = readable();
      tellLeftOut(leftOut);
      const listed = readables.map(({ model }) => ({ id: model.id, version: model.version, theme: model.theme, title: model.title, asks: model.asks, may: model.may, route: model.route, reads: [...new Set(Object.values(model.reads).map((r) => r.register))] }));
      if (options.json) return print(JSON.stringify(listed));
      for (const m of listed) print(`${m.id.padEnd(30)} ${m.theme.padEnd(10)} ${say(m.title)}\n${' '.repeat(42)}${say(m.asks)}`);
    });
}

function addShow(models: Command): void {
  models.command('show').argument('<id>').summary(say({ zh: '打印一个模型的方法卡', en: 'print the method card of a model' })).option('--sql', say({ zh: '打印它编译成的 SQL', en: 'print the SQL it compiles to' }))
    .action((id: string, options: { sql?: boolean }) => {
      const { model: shipped, registers } = one(id);
      const model = { ...shipped, model: asSetHere(shipped.model) };
      print(options.sql ? writeSql.text(model, registers) : page(model.model, registers, languageOf(process.argv)));
    });
}

function addCheck(models: Command): void {
  models.command('check').argument('<file>').summary(say({ zh: '检查一个模型文件，逐条指出错误', en: 'check a model file, naming every mistake' })).option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .action((file: string, options: { json?: boolean }) => {
      if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw noFile(file);
      const { mistakes, model } = readModel(file, reading().registers);
      if (options.json) print(JSON.stringify(mistakes));
      else for (const m of mistakes) print(`${placed(m)}\n  ${say(m.complaint.words)}\n  → ${say(m.complaint.remedy)}`);
      if (mistakes.length) process.exitCode = EXIT.refused;
      else if (!options.json) print(say({ zh: `${model!.id} 没有错误。`, en: `${model!.id} has no mistakes.` }));
    });
}

const noFile = (file: string) =>
  new Refused('models.file', { zh: `没有文件 ${file}`, en: `there is no file ${file}` }, { zh: '写出 model.yaml 的路径', en: 'give the path of a model.yaml' });

function addTest(models: Command): void {
  models.command('test').argument('[id]').summary(say({ zh: '运行模型的用例', en: 'run the cases of models' }))
    .action(async (id?: string) => {
      const { models: loaded, registers } = all();
      const chosen = id === undefined ? loaded : [one(id).model];
      let failed = 0;
      let count = 0;
      for await (const result of testModels(chosen, registers)) {
        count++;
        if (result.ok) continue;
        failed++;
        print(`✗ ${result.model}/${result.name}\n${result.says.map((line) => `    ${line}`).join('\n')}`);
      }
      print(say({ zh: `${count} 个用例，${failed} 个不通过。`, en: `${count} cases, ${failed} failed.` }));
      if (failed) process.exitCode = EXIT.refused;
    });
}

function addCompile(models: Command): void {
  models.command('compile').argument('[id]').summary(say({ zh: '编译为 SQL；--write 写到模型旁边', en: 'compile to SQL; --write puts it beside the models' })).option('--write', say({ zh: '写 duckdb.sql', en: 'write duckdb.sql' }))
    .action((id: string | undefined, options: { write?: boolean }) => {
      const { models: loaded, registers } = all();
      const chosen = loaded.filter((m) => id === undefined || m.id === id);
      const shipped = new Set(findModels().map((m) => m.folder));
      if (options.write) for (const model of chosen) writeSql(model, registers);
      const stale = chosen.filter((m) => shipped.has(m.folder) && staleSql(m, registers));
      for (const model of stale) print(say({ zh: `${model.id}：duckdb.sql 与模型不一致`, en: `${model.id}: duckdb.sql is not what the model compiles to` }));
      if (stale.length) process.exitCode = EXIT.refused;
      else print(say({ zh: `${chosen.length} 个模型的 SQL 与模型一致。`, en: `The SQL of ${chosen.length} models is what they compile to.` }));
    });
}
