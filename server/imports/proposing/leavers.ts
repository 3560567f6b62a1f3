import type { Words } from '@mingjian/domain/words.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import type { SniffedTable } from '../reading/types.ts';
import { around } from './surroundings.ts';

/** What a list of those who no longer receive is called. */
const LEFT = /停[发保付]|退出|退保|注销|取消|核减|清退|销户|终止|撤销|剔除|减员|不再享受|不符合条件/u;

/** Why a list of those who left waits: under the headers of the roster it lists the very people who receive nothing any more, and everybody else would
 *  count as gone. Its title, its sheet or its name says so. Registers of ends (deaths) and of things are what such a name means. Null where nothing is said. */
export function leaversWords(table: SniffedTable, fileName: string, register: string, catalogue: Catalogue): Words | null {
  const { columns, title } = catalogue.get(register);
  const listsPersons = Object.values(columns).some(({ type, required }) => type === 'citizen_number' && required);
  const isOfEnds = [title.zh, ...(catalogue.titles.get(register) ?? [])].some((word) => LEFT.test(word));
  if (!listsPersons || isOfEnds) return null;
  const said = around(table, fileName).flatMap(({ text, where }) => (LEFT.test(text) ? [{ word: LEFT.exec(text)![0], where }] : []))[0];
  return said === undefined ? null : {
    zh: `${said.where.zh}里有“${said.word}”，像是已停发或退出人员的名单，不是“${title.zh}”的在册名单：当作在册名单，名单上的人都会算作还在享受，名单外的人都会算作已退出。只是退出名单的，不用导入，下次的在册名单会反映；确是在册名单的，写映射文件用 --mapping 导入`,
    en: `${said.where.en} says "${said.word}": this seems to list those who left, and not those who are in "${title.en}". Taken for the roster, everybody on it would count as receiving and everybody else as gone. A list of those who left needs no import, the next roster shows it; if this is the roster, say so in a mapping file and import it with --mapping`,
  };
}
