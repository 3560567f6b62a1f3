import { levelWords, stateWords, type SubjectKind, subjectWords } from '@mingjian/domain/warning.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { say } from '../../say.ts';
import { table } from '../../table.ts';
import type { WarningLine } from '../export.ts';
import type { Matter } from '../find-warnings.ts';

const HEAD = [{ zh: '编号', en: 'number' }, { zh: '级别', en: 'level' }, { zh: '状态', en: 'state' }, { zh: '模型', en: 'model' }, { zh: '地点', en: 'place' }, { zh: '对象', en: 'about' }, { zh: '说明', en: 'what was seen' }];

/** What to look at first, for a terminal: a line a matter, with its warning that weighs most. */
export function mattersTable(matters: Matter[], lines: WarningLine[], titles: (model: string) => Words | undefined, places: Map<bigint, string>, of: bigint): string {
  if (!lines.length) return say({ zh: '没有预警。', en: 'There are no warnings.' });
  const rows = matters.map((matter, at) => {
    const line = lines[at]!;
    return [
      line.id, say(levelWords[matter.level]), say(stateWords[matter.state]), say(titles(matter.model) ?? { zh: matter.model, en: matter.model }),
      matter.region === null ? '' : (places.get(matter.region) ?? ''), `${say(subjectWords[matter.subject_kind as SubjectKind])} ${line.subjects[0]!.key}`,
      line.summary + alsoAsked(matter.others, titles),
    ];
  });
  const rest = Number(of) - rows.length;
  const more = rest > 0 ? say({ zh: `\n还有 ${rest} 件（--limit、--format csv）`, en: `\nand ${rest} more (--limit, --format csv)` }) : '';
  return table(HEAD.map(say), rows) + more;
}

function alsoAsked(others: string[], titles: (model: string) => Words | undefined): string {
  const names = [...new Set(others)].sort().map((id) => say(titles(id) ?? { zh: id, en: id }));
  return names.length ? say({ zh: `（同一事项：${names.join('、')}）`, en: ` (the same matter: ${names.join(', ')})` }) : '';
}
