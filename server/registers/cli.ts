import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Register } from '@mingjian/domain/model/register.ts';
import { type Command, Option } from 'commander';
import type { Commands } from '../commands.ts';
import { EXIT } from '../commands.ts';
import { readConfig } from '../config.ts';
import type { House } from '../house.ts';
import { Refused } from '../refused.ts';
import { print, say } from '../say.ts';
import { type Catalogue, checkFile, loadCatalogue } from './catalogue.ts';
import { didYouMean, placed } from './problem.ts';
import { confirmAlias, waitingAliases } from './programmes/programmes.ts';

/** `registers`: what kinds of department files this house reads, by which headers; a county's own files checked; programme names that wait. */
export const commands: Commands = (program, open) => {
  const registers = addList(program);
  addShow(registers);
  addCheck(registers);
  addAliases(registers, open);
  addAlias(registers, open);
};

/** The county's own registers lie in the home; listing them needs no database. */
const ownFolder = (): string => join(readConfig().MINGJIAN_HOME, 'registers');
const json = () => new Option('--json', say({ zh: '输出 JSON', en: 'print JSON' }));

function addList(program: Command): Command {
  return program
    .command('registers')
    .summary(say({ zh: '能读哪些部门台账，各列怎么认', en: 'which department files can be read, by which headers' }))
    .description(say({
      zh: '列出所有台账：随程序带的，和本县放在家目录 registers/ 里的。本县可以新增一种表（自成一个文件），或用 adds_to 给已有的表补充表头、取值和列。',
      en: "Lists all registers: those that ship and the county's own in its home's registers/. A county adds a register by a file of its own, or headers, values and columns to one with adds_to.",
    }))
    .addOption(json())
    .addHelpText('after', say({ zh: '\n例：\n  mingjian registers\n  mingjian registers show subsidy_pay\n  mingjian registers check 我县的表.yaml\n  mingjian registers aliases', en: '\nExamples:\n  mingjian registers\n  mingjian registers show subsidy_pay\n  mingjian registers check ours.yaml\n  mingjian registers aliases' }))
    .action((options: { json?: boolean }) => {
      const all = [...loadCatalogue(ownFolder()).registers.values()];
      if (options.json) return print(JSON.stringify(all.map(({ columns, ...head }) => ({ ...head, columns: Object.keys(columns) })), null, 2));
      for (const { id, title, kind, supplier, columns } of all)
        print(`${id.padEnd(22)}${say(title)}  ${kind === 'snapshot' ? say({ zh: '快照', en: 'snapshot' }) : say({ zh: '事件', en: 'event' })}  ${say(supplier)}  ${Object.keys(columns).length} ${say({ zh: '列', en: 'columns' })}`);
    });
}

function addShow(registers: Command): void {
  registers
    .command('show')
    .argument('<id>')
    .summary(say({ zh: '一张台账的列、类型、保密级别和表头写法', en: "a register's columns, types, privacy and headers" }))
    .addOption(json())
    .action((id: string, options: { json?: boolean }, command: Command) => {
      const register = loadCatalogue(ownFolder()).get(id);
      print((options.json ?? command.parent?.opts().json) ? JSON.stringify(register, null, 2) : describe(register));
    });
}

const PRIVACY = { fact: { zh: '明文', en: 'plain' }, token: { zh: '只比对', en: 'compared only' }, vault: { zh: '封存', en: 'sealed' } };

function describe({ id, version, title, supplier, purpose, retention, kind, key, columns }: Register): string {
  const head = [
    `${id}  ${say(title)}  v${version}`,
    `${say({ zh: '提供', en: 'supplied by' })} ${say(supplier)}; ${kind === 'snapshot' ? say({ zh: '每次交全部', en: 'each delivery is whole' }) : say({ zh: '每次交新增', en: 'deliveries add' })}; ${say({ zh: '主键', en: 'key' })} ${key.join(', ')}`,
    ...(purpose ? [`${say({ zh: '用途', en: 'purpose' })} ${say(purpose)}${retention ? `; ${say({ zh: `保存 ${retention.years} 年`, en: `kept ${retention.years} years` })}` : ''}`] : []),
  ];
  const body = Object.entries(columns).flatMap(([name, column]) => [
    `  ${name.padEnd(16)} ${column.title ? say(column.title) : ''}  ${column.type}${column.unit ? ` (${column.unit})` : ''}  ${say(PRIVACY[column.privacy])}${column.required ? `  ${say({ zh: '必需', en: 'required' })}` : ''}`,
    `      ${[...column.headers.zh, ...column.headers.en].join(' · ')}`,
    ...(column.values ? [`      ${Object.entries(column.values).map(([value, written]) => `${value} = ${written.join('/')}`).join('; ')}`] : []),
  ]);
  return [...head, ...body].join('\n');
}

function addCheck(registers: Command): void {
  registers
    .command('check')
    .argument('<file>', say({ zh: '台账文件 .yaml', en: 'a register file, .yaml' }))
    .summary(say({ zh: '检查一个台账文件', en: 'check a register file' }))
    .addOption(json())
    .action((file: string, options: { json?: boolean }, command: Command) => {
      if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw noFile(file);
      const problems = checkFile(resolve(file), ownFolder());
      if (options.json ?? command.parent?.opts().json) print(JSON.stringify(problems, null, 2));
      else if (problems.length === 0) print(say({ zh: `${file}：没有问题`, en: `${file}: nothing is wrong` }));
      else for (const one of problems) print(`${placed({ ...one, file })}: ${say(one.words)} (${say(one.hint)})`);
      if (problems.length > 0) process.exitCode = EXIT.refused;
    });
}

const noFile = (file: string) =>
  new Refused('registers.file', { zh: `没有文件 ${file}`, en: `there is no file ${file}` }, { zh: '写出台账文件 .yaml 的路径', en: 'give the path of a register file, .yaml' });

function addAliases(registers: Command, open: () => Promise<House>): void {
  registers
    .command('aliases')
    .summary(say({ zh: '还没有归到补贴项目的名称', en: 'programme names that wait for somebody to say what they mean' }))
    .addOption(json())
    .action(async (options: { json?: boolean }, command: Command) => {
      await using house = await open();
      const waiting = await waitingAliases(house.db, Number(house.home.region));
      if (options.json ?? command.parent?.opts().json) return print(JSON.stringify(waiting, null, 2));
      if (waiting.length === 0) print(say({ zh: '没有待确认的名称', en: 'no name waits' }));
      for (const { sender, delivered, proposal, confidence } of waiting)
        print(`${sender}\t${delivered}\t${proposal ? say({ zh: `可能是 ${proposal}（${Math.floor(confidence * 100)}%）`, en: `perhaps ${proposal} (${Math.floor(confidence * 100)} %)` }) : say({ zh: '不认识', en: 'unknown' })}`);
    });
}

function addAlias(registers: Command, open: () => Promise<House>): void {
  registers
    .command('alias')
    .argument('<name>', say({ zh: '部门写的补贴名称', en: 'the name as the department writes it' }))
    .argument('<programme>', say({ zh: '项目编号，或 none 表示都不是', en: 'id of the programme, or none' }))
    .option('--sender <sender>', say({ zh: '只对这个部门', en: 'for this sender only' }), '')
    .option('--from <date>', say({ zh: '自这天起', en: 'from this day on' }), '0001-01-01')
    .summary(say({ zh: '确认一个名称指哪个补贴项目', en: 'say which programme a name means' }))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian registers alias 高龄失能护理津贴 elder --sender 民政局', en: '\nExample:\n  mingjian registers alias 高龄失能护理津贴 elder --sender 民政局' }))
    .action(async (name: string, programme: string, { sender, from }: { sender: string; from: string }) => {
      const { programmes } = catalogue().vocabulary;
      if (programme !== 'none' && !programmes.has(programme)) throw unknownProgramme(programme, programmes.keys());
      await using house = await open();
      await confirmAlias(house.db, { region: Number(house.home.region), sender }, name, programme === 'none' ? null : programme, from);
      print(say({ zh: '已记下：以后的导入直接采用，已导入的批次从下次运行起也按此判断', en: 'kept: later imports take it, and the next run reads the batches that stand by it' }));
    });
}

const catalogue = (): Catalogue => loadCatalogue(ownFolder());
const unknownProgramme = (id: string, known: Iterable<string>): Refused => new Refused('programme.unknown', { zh: `没有补贴项目 ${id}`, en: `there is no programme ${id}` }, didYouMean(id, known));
