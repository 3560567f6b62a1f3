/** What is wrong with an expression, in Chinese. The compiler says it in English at the place where it finds it; each of its sentences has its
 *  Chinese here (a test reads the compiler and fails where one has none), so that both stay short where they stand. `$1`… are what it puts in. */
const SENTENCES: [english: string, chinese: string][] = [
  ['a condition is wanted here, this is $1', '这里要写条件，写的却是$1'],
  ['$1 is wanted here, this is $2', '这里要写$1，写的却是$2'],
  ['“$1” is not a day of the calendar', '“$1”不是日历上的一天'],
  ['“$1” is no unit', '没有单位“$1”'],
  ['“$1” joins conditions, this is $2', '“$1”用来连接条件，这里却是$2'],
  ['“$1” is not a value of this column', '这一列没有“$1”这个值'],
  ['“$1” is not in the language', '模型语言里没有“$1”'],
  ['“case x when” is not in the language', '模型语言里没有“case x when”'],
  ['“not” stands before something it cannot turn round', '“not”后面的东西不能取反'],
  ['this is not an expression', '这不是一个表达式'],
  ['this is more than one expression', '这里写了不止一个表达式'],
  ['a text is not closed', '文字没有收尾的引号'],
  ['a list is missing after “in”', '“in”后面缺少列表'],
  ['a column with its source is wanted here', '这里要写带来源的列'],
  ['what a whole matter is let go by cannot make it not assessable', '整件事才能判断的例外，不能用来说“无法判断”'],
  ['the amount is not money', '金额不是钱数'],
  ['the key has no $1', '键里没有 $1'],
  ['the term $1 speaks of itself', '概念 $1 用到了它自己'],
  ['the term $1 speaks of many rows', '概念 $1 说的是许多行'],
  ['the measure $1 must be one value of many rows', '度量 $1 必须由许多行算出一个值'],
  ['the measure $1 is not in $2', '度量 $1 的单位不是 $2'],
  ['the asked rows lose their place: $1', '所问的行丢了地点：$1'],
  ['there is no function $1', '没有函数 $1'],
  ['there is no register $1', '没有台账 $1'],
  ['there is no source $1', '没有来源 $1'],
  ['nothing is called $1', '没有叫 $1 的'],
  ['only whole sources can be missing', '只有整个来源才谈得上有没有'],
  ['inside $1 only its own columns are known', '在 $1 里面只认得它自己的列'],
  ['covering is from one date to another', 'covering 要写起止两个日期'],
  ['peers have no $1', 'peers 没有 $1'],
  ['$1 is sealed: the facts do not hold it', '$1 已封存，事实数据里没有它'],
  ['$1 has no column $2', '$1 没有 $2 这一列'],
  ['$1 is no $2', '$1 不是$2'],
  ['$1 must be summed up by the key', '$1 必须先按键合计'],
  ['$1 must be one value of many rows', '$1 必须由许多行算出一个值'],
  ['$1 takes the short name of a source', '$1 要写来源的简称'],
  ['$1 takes one column', '$1 要写一列'],
  ['$1 takes $2 values, here $3', '$1 要 $2 个值，这里有 $3 个'],
  ['$1 wants $2 here, not $3', '$1 在这里要$2，而不是$3'],
  ['$1 speaks of many rows, here one row is judged', '$1 说的是许多行，这里判断的是一行'],
  ['$1 cannot be added to a date', '$1不能加到日期上'],
  ['$1 is compared with $2', '拿$1与$2相比'],
  ['$1 $2 $3 means nothing', '$1 $2 $3 没有意义'],
];

const HINTS: [english: string, chinese: string][] = [
  ['compare it with something', '拿它与什么比较'],
  ["write date '2024-01-31'", "写成 date '2024-01-31'"],
  ['only numbers have a sign', '只有数才有正负号'],
  ['aggregates belong into having, narrow, measures or amount', '合计之类写在 having、measures 或 amount 里'],
  ['give this exception when or found', '给这条例外写 when 或 found'],
  ['aggregates belong into measures, amount, level or having', '合计之类写在 measures、amount、level 或 having 里'],
  ['add numbers of one unit, or days to a date', '只能把同单位的数相加，或给日期加天数'],
  ['write + 60 days or + 3 months; the distance of two dates is days_between(a, b)', '写成 + 60 days 或 + 3 months；两个日期相距用 days_between(a, b)'],
  ['only numbers multiply and divide', '只有数才能乘除'],
  ['check the brackets, quotes and operators just before this place', '检查此处之前的括号、引号和运算符'],
  ['write one condition or one value', '只写一个条件或一个值'],
  ["texts stand between single quotes: 'paid'", "文字写在单引号里：'paid'"],
  ['write `x not like …`, `x not in (…)` or put brackets: not (…)', '写成 `x not like …`、`x not in (…)`，或加括号：not (…)'],
  ['see the table of functions in docs/models.md', '见 docs/models.md 的函数表'],
  ["write in ('a', 'b')", "写成 in ('a', 'b')"],
  ['write case when x = … then …', '写成 case when x = … then …'],
  ['give it the unit that its expression has', '单位要与表达式一致'],
  ['an expression of columns that hold money', '写由金额列组成的表达式'],
  ['models see facts and keyed tokens only', '模型只看得到事实和加密标记'],
  ['same: says what the two columns are', 'same: 要说明两列是什么'],
  ['registers stand in registers/*.yaml', '台账定义在 registers/*.yaml'],
  ['inside a source write … is null', '在来源里面写 … is null'],
  ['what joins two sources belongs into match', '连接两个来源的条件写在 match 里'],
  ['terms may only use others', '概念只能用到别的概念'],
  ["a date is written date '2024-01-31'; distances are days_between(a, b), months_between(a, b)", "日期写成 date '2024-01-31'；相距用 days_between(a, b)、months_between(a, b)"],
  ['say which face: person_of(x) or org_of(x)', '说明是哪一面：person_of(x) 或 org_of(x)'],
  ['compare like with like', '同类才能相比'],
  ['bring both to one unit before comparing', '先换成同一单位再比较'],
  ['give the number its unit: $1', '给这个数写上单位：$1'],
  ['give sum_up the column $1', '在 sum_up 里加上 $1'],
  ['the functions are $1', '函数有：$1'],
  ['the units are $1', '单位有：$1'],
  ['its sources are $1', '来源有：$1'],
  ['its columns are $1', '列有：$1'],
  ['its values are $1', '值有：$1'],
  ['it has $1', '有：$1'],
  ['bare names are settings, terms and as_of', '不带来源的名字只有参数、概念和 as_of'],
  ['write $1', '写成 $1'],
];

/** How the compiler calls what an expression is. */
const KINDS: [english: string, chinese: string][] = [
  ['a person or an organisation', '人或单位'], ["a person's name", '人名'], ['a plain number', '不带单位的数'], ['a date or null', '日期或空'], ['true or false', '是或否'],
  ['a number', '数'], ['a date', '日期'], ['a text', '文字'], ['a person', '人'], ['an organisation', '单位'], ['a sealed key', '加密标记'], ['a place', '地点'],
  ['a programme', '补贴项目'], ['nothing', '空'], ['a list', '列表'], ['money', '金额'], ['an area', '面积'], ['person', '人'], ['organisation', '单位'],
];

const escaped = (text: string): string => text.replaceAll(/[.*+?^{}()|[\]\\]/g, String.raw`\$&`);
const compiled = (sentences: [string, string][]) => sentences.map(([english, chinese]) =>
  ({ pattern: new RegExp(`^${escaped(english).replaceAll(/\$\d/g, '(.+?)')}$`, 's'), chinese }));
const [sentences, hints] = [compiled(SENTENCES), compiled(HINTS)];

function kindInChinese(text: string): string {
  const known = KINDS.find(([english]) => english === text)?.[1];
  return known ?? text.replace(/^a number of (\S+)$/, '以 $1 计的数');
}

function inChinese(text: string, known: typeof sentences): string | null {
  const found = known.find(({ pattern }) => pattern.test(text));
  if (!found) return null;
  const parts = found.pattern.exec(text)!.slice(1).map(kindInChinese);
  return found.chinese.replaceAll(/\$(\d)/g, (_, n: string) => parts[Number(n) - 1]!);
}

/** The compiler's sentence in Chinese; null where it has none here. */
export const mistakeInChinese = (message: string): string | null => inChinese(message, sentences);

/** Its advice in Chinese: a near name first, then what is allowed. What is only a piece of the language stands as it is. */
export function hintInChinese(hint: string): string {
  const near = /^did you mean (.+?)\? ?/.exec(hint);
  const rest = near ? hint.slice(near[0].length) : hint;
  const said = inChinese(rest, hints) ?? rest;
  return near ? `是不是想写 ${near[1]!.replaceAll(' or ', ' 或 ')}？${said}` : said;
}
