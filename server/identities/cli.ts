import { once } from 'node:events';
import { userInfo } from 'node:os';
import { parseCitizenNumber } from '@mingjian/domain/identifier/citizen.ts';
import { type Command, Option } from 'commander';
import type { Commands } from '../commands.ts';
import type { House } from '../house.ts';
import { Refused } from '../refused.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { print, say } from '../say.ts';
import { personCells, type PersonCell } from './person-cells.ts';
import { lookUpPerson } from './reveal.ts';
import { rotate } from './keys/rotate.ts';

/** `people`: who is who, as ids; one person by the whole number (training homes); a new key for the map. */
export const commands: Commands = (program, open) => {
  const people = addList(program, open);
  addFind(people, open);
  addRotate(people, open);
};

function addList(program: Command, open: () => Promise<House>): Command {
  return program
    .command('people')
    .summary(say({ zh: '列出每个写着人的单元格属于谁（编号）', en: 'list which person each cell names (as ids)' }))
    .description(say({
      zh: '列出现行批次中每个写着人的单元格：文件、工作表、行、列、人员编号。编号相同即为同一人；没有可用证件号的行各有一个临时编号。不显示身份。',
      en: 'Lists every cell of the active batches that names a person: file, sheet, row, column, cluster_id. Equal ids are one person; a row without a usable number has a provisional id of its own. Shows no identity.',
    }))
    .addOption(new Option('--format <format>', say({ zh: '输出格式', en: 'format of the output' })).choices(['csv', 'jsonl']).default('csv'))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian people --format csv > people.csv\n  mingjian people --format jsonl', en: '\nExamples:\n  mingjian people --format csv > people.csv\n  mingjian people --format jsonl' }))
    .action(async ({ format }: { format: 'csv' | 'jsonl' }) => {
      await using house = await open();
      if (format === 'csv') print('file,sheet,row,column,cluster_id');
      const write = format === 'csv' ? csvLine : jsonLine;
      for await (const page of personCells(house, loadCatalogue(house.home.registers))) await emit(page.map(write).join(''));
    });
}

function addFind(people: Command, open: () => Promise<House>): void {
  people
    .command('find')
    .summary(say({ zh: '按完整证件号查一个人出现在哪里（仅限练习）', en: 'where one person occurs, by the whole number (training only)' }))
    .description(say({ zh: '按完整证件号查一个人出现在哪些文件的哪些行。仅限练习用的家目录，每次查询都会留痕。', en: 'Lists the files and rows in which a person occurs, by the whole number. Training homes only; every look-up is recorded.' }))
    .argument('<number>', say({ zh: '完整的公民身份号码（18 或 15 位）', en: 'the whole citizen number (18 or 15 characters)' }))
    .requiredOption('--because <text>', say({ zh: '为什么查', en: 'what for' }))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .addHelpText('after', say({
      zh: '\n例：\n  mingjian people find 439921195001010019 --because 培训演示',
      en: '\nExample:\n  mingjian people find 439921195001010019 --because "a demonstration"',
    }))
    .action(async (raw: string, { because, json }: { because: string; json?: boolean }) => {
      await using house = await open();
      const person = await lookUpPerson(house, { by: userInfo().username, purpose: because }, numberOf(raw));
      const cells: PersonCell[] = [];
      if (person !== null) for await (const page of personCells(house, loadCatalogue(house.home.registers), person)) cells.push(...page);
      print(json ? JSON.stringify({ person: person === null ? null : String(person), cells: cells.map(plain) }) : table(person, cells));
    });
}

function addRotate(people: Command, open: () => Promise<House>): void {
  people
    .command('rotate')
    .summary(say({ zh: '更换人员映射的密钥', en: 'put a new key on the map of people' }))
    .description(say({
      zh: '为“证件号 → 人员编号”的映射换用新密钥。编号、事实数据、预警和封存文件都不变。换完请备份 keys/ 文件夹。',
      en: 'Puts a new key on the map from numbers to person ids. Ids, facts, warnings and sealed files stay as they are. Back up keys/ afterwards.',
    }))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian people rotate', en: '\nExample:\n  mingjian people rotate --lang en' }))
    .action(async () => {
      await using house = await open();
      const { version, people: turned } = await rotate(house);
      print(say({ zh: `密钥已换到第 ${version} 版，涉及 ${turned} 人。请备份 ${house.home.keys}。`, en: `Version ${version} of the key is in force, ${turned} people turned. Back up ${house.home.keys}.` }));
    });
}

function numberOf(raw: string): string {
  const parsed = parseCitizenNumber(raw, { regionExists: () => true });
  if (parsed.ok && parsed.value) return parsed.value.number;
  const nothing = { zh: '没有给出证件号', en: 'no number was given' };
  throw parsed.ok
    ? new Refused('people.number', nothing, { zh: '给出完整的公民身份号码', en: 'give the whole citizen number' })
    : new Refused(parsed.complaint.code, parsed.complaint.words, parsed.complaint.remedy);
}

const csvLine = ({ file, sheet, row, column, person }: PersonCell): string => `${[file, sheet ?? '', String(row), column, String(person)].map(csvField).join(',')}\n`;
const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const jsonLine = (cell: PersonCell): string => `${JSON.stringify(plain(cell))}\n`;
const plain = ({ file, sheet, row, column, person }: PersonCell) => ({ file, sheet, row, column, cluster_id: String(person) });

function table(person: bigint | null, cells: PersonCell[]): string {
  if (person === null) return say({ zh: '没有这个人。', en: 'Nobody is known by this number.' });
  const lines = cells.map(({ file, sheet, row, column }) => `  ${file}${sheet === null ? '' : ` [${sheet}]`}  ${row}  ${column}`);
  return [say({ zh: `人员编号 ${person}，出现 ${cells.length} 处：`, en: `Person ${person}, in ${cells.length} places:` }), ...lines].join('\n');
}

/** Waits for a slow reader: a county's list is larger than memory should be. */
async function emit(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}
