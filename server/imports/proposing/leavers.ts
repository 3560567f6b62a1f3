import type { Register } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import type { SniffedTable } from '../reading/types.ts';
import type { Mapping } from './mapping.ts';
import { around } from './surroundings.ts';

/** A word in a title by which a list under a register's headers is not that register's, what it is instead, and what to do with it. */
type Saying = {
  says: RegExp;
  /** Where the word is no contradiction: the register is of such things, or its rows say it themselves. */
  unless?: (register: Register, mapping: Mapping, isOfEnds: boolean) => boolean;
  like: (title: Words) => Words;
};

/** What a list of those who no longer receive is called. */
const LEFT = /停[发保付]|退出|退保|注销|取消|核减|清退|销户|终止|撤销|剔除|减员|不再享受|不符合条件/u;

const fromCells = ({ columns }: Mapping, name: string | undefined): boolean => name !== undefined && columns[name] !== undefined && 'indexes' in columns[name];
/** The rows say how it ended; a bank's list of results takes it from a title that says 退回. */
const tellsOutcome = (_: Register, mapping: Mapping): boolean => fromCells(mapping, 'status') || 'result' in mapping.columns;

const SAYINGS: Saying[] = [
  { says: LEFT, unless: (_, __, isOfEnds) => isOfEnds, like: (title) => ({
    zh: `像是已停发或退出人员的名单，不是“${title.zh}”的在册名单：当作在册名单，名单上的人都会算作还在享受，名单外的人都会算作已退出。只是退出名单的，不用导入，下次的在册名单会反映；确是在册名单的`,
    en: `this seems to list those who left, and not those who are in "${title.en}". Taken for the roster, everybody on it would count as receiving and everybody else as gone. A list of those who left needs no import, the next roster shows it; if this is the roster`,
  }) },
  { says: /误登|误报|误录|疑似|疑点|存疑/u, like: doubted },
  { says: /恢复|(?<![经已])核[查实](?!无误)/u, unless: (_, __, isOfEnds) => !isOfEnds, like: doubted },
  { says: /释放|刑满|解矫|解除矫正/u, unless: ({ period }, mapping) => fromCells(mapping, period?.to), like: (title) => ({
    zh: `像是已经释放或解除的人员，表里又没有终止日期，不是“${title.zh}”：导入后名单上的人都会算作仍在其中。请报送单位补上终止日期再送；确是仍在其中的`,
    en: `this seems to list those who were released, without the day it ended, and not "${title.en}": everybody on it would count as still there. Ask the sender for the last day of each; if they are still there`,
  }) },
  { says: /(?<!模)拟(?:发|纳入|聘|录|招|任|享受|新增|列入|认定|确定|审批|批准|补贴|补助|救助|保障)/u, unless: ({ title }) => /审批|公示/u.test(title.zh), like: (title) => ({
    zh: `像是还没有定下来的名单，不是“${title.zh}”：导入后名单上的人都会算作已经定下、已经发放。请等正式的名单或发放明细；这就是正式名单的`,
    en: `this seems to list what is only planned, and not "${title.en}": everybody on it would count as decided and paid. Wait for the final list; if this is the final one`,
  }) },
  { says: /不予|未获?通过|未获?批准|未予批准|不通过|不符合|不合格/u, unless: tellsOutcome, like: (title) => ({
    zh: `像是没有批准的人员名单，不是“${title.zh}”：导入后名单上的人都会算作已批准、在享受。没有批准的不用导入；确是批准了的`,
    en: `this seems to list those who were turned down, and not "${title.en}": everybody on it would count as approved and receiving. It needs no import; if they were approved`,
  }) },
  { says: /(?:发放|支付|打卡|代发|入账|打款)(?:失败|不成功|未成功)|未发放成功|退回(?!重发|补发|后)|退票|退汇/u, unless: tellsOutcome, like: (title) => ({
    zh: `像是没有发到手的钱，表里又没有发放状态，不是“${title.zh}”：导入后每一笔都会算作已经发放。请报送单位加一列“发放状态”写明失败或退回再送；确是发放成功的`,
    en: `this seems to list what never arrived, without a column of its status, and not "${title.en}": every row would count as paid. Ask the sender for a column of the status (发放状态); if all of it was paid`,
  }) },
  { says: /追回|追缴|追退|退缴/u, like: (title) => ({
    zh: `像是追回的钱，不是“${title.zh}”：导入后每一笔都会算作又发了一次。追回的不用导入，要在发放明细里反映的，请报送单位按负数金额列入；确是发放的`,
    en: `this seems to list money taken back, and not "${title.en}": every row would count as paid once more. It needs no import; the sender may give it in the list of payments as negative amounts. If it was paid out`,
  }) },
];

function doubted(title: Words): Words {
  return {
    zh: `像是误登更正、存疑或待查的人员，不是核定的“${title.zh}”：导入后名单上的人都会算作确有其事。查清后以更正过的名单为准，原来误登的批次用 mingjian imports retire 停用；确已核定的`,
    en: `this seems to list people entered by mistake, in doubt or still to be looked into, and not "${title.en}" as settled: it would count as true of everybody on it. Import the corrected list once that is done and retire the batch that had the mistake (mingjian imports retire); if it is settled`,
  };
}

/** Why a list waits whose title, sheet or name says that it lists the opposite: under the headers of the roster those who receive nothing any more, under
 *  those of payments what was never paid, under those of deaths people who live. Each would be an accusation of the people on it. Null where nothing is said. */
export function leaversWords(table: SniffedTable, fileName: string, mapping: Mapping, catalogue: Catalogue): Words | null {
  const register = catalogue.get(mapping.register);
  const listsPersons = Object.values(register.columns).some(({ type, required }) => type === 'citizen_number' && required);
  if (!listsPersons) return null;
  const isOfEnds = [register.title.zh, ...(catalogue.titles.get(register.id) ?? [])].some((word) => LEFT.test(word));
  const said = SAYINGS.filter(({ unless }) => !unless?.(register, mapping, isOfEnds)).flatMap(({ says, like }) => around(table, fileName).flatMap(({ text, where }) => {
    const word = says.exec(text.normalize('NFKC').replace(/\s/g, ''))?.[0];
    return word === undefined ? [] : [{ word, where, like: like(register.title) }];
  }))[0];
  return said === undefined ? null : {
    zh: `${said.where.zh}里有“${said.word}”，${said.like.zh}，写映射文件用 --mapping 导入`,
    en: `${said.where.en} says "${said.word}": ${said.like.en}, say so in a mapping file and import it with --mapping`,
  };
}
