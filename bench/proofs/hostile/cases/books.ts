import { bad, type Case } from '../case.ts';
import { HEADER, member, members, roster } from '../rows.ts';
import { book, rowXml, sheetXml, zip, type Part, type XmlCell } from '../zip.ts';

const sheet = (from: number, change: (rows: XmlCell[][]) => unknown = () => undefined, options: Parameters<typeof sheetXml>[1] = {}): string => {
  const rows: XmlCell[][] = members(from, 12);
  change(rows);
  return sheetXml([HEADER, ...rows], options);
};
const one = (from: number, change?: (rows: XmlCell[][]) => unknown, options?: Parameters<typeof sheetXml>[1]): Buffer => book([{ name: '低保', xml: sheet(from, change, options) }]);
const xml = (text: string): XmlCell => ({ xml: text });
const formula = (text: string, value: string): XmlCell => xml(`<c><f>${text}</f>${value}</c>`);
const DATES = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
const dated = (serial: number): XmlCell => xml(`<c s="1"><v>${serial}</v></c>`);
const merges = (...refs: string[]) => ({ after: `<mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>` });

/** What stands in workbooks that are well packed. */
export const books: Case[] = [
  bad('公式有结果.xlsx', one(5000, (rows) => { rows[0]![4] = formula('400+50', '<v>450</v>'); rows[1]![4] = formula('SUM(E2)', '<v>451.5</v>'); }), { accepted: 12 }),
  bad('公式无结果.xlsx', one(5020, (rows) => { rows[0]![4] = formula('400+50', ''); rows[1]![4] = formula('SUM(E2)', '<v></v>'); }), { accepted: 10, quarantined: 2 }),
  bad('公式DDE.xlsx', one(5040, (rows) => (rows[0]![1] = xml('<c t="str"><f>cmd|\' /C calc\'!A0</f><v>0</v></c>'))), { accepted: 12 }),
  bad('公式错误值.xlsx', one(5060, (rows) => { rows[0]![4] = xml('<c t="e"><v>#REF!</v></c>'); rows[1]![2] = xml('<c t="e"><f>VLOOKUP(1)</f><v>#N/A</v></c>'); }), { accepted: 10, quarantined: 2 }),
  bad('外部链接.xlsx', book([{ name: '低保', xml: sheet(5080, (rows) => (rows[0]![4] = formula('[1]Sheet1!A1', '<v>450</v>'))) }], { more: [{ name: 'xl/externalLinks/externalLink1.xml', data: '<externalLink/>' }, { name: 'xl/externalLinks/_rels/externalLink1.xml.rels', data: '<Relationships><Relationship Id="rId1" Type="externalLinkPath" Target="file:///etc/passwd" TargetMode="External"/></Relationships>' }] }), { accepted: 12 }),
  bad('关系指向外部.xlsx', book([{ name: '低保', xml: sheet(5100) }], { change: (part) => (part.name === 'xl/_rels/workbook.xml.rels' ? { ...part, data: String(part.data).replace('worksheets/sheet1.xml', '../../../etc/passwd') } : part) }), { refused: 'file.no-table' }),
  bad('号码存成数字.xlsx', one(5120, (rows) => { rows[0]![2] = xml('<c><v>439921196001011234</v></c>'); rows[1]![2] = xml('<c><v>4.39921196001011E+17</v></c>'); }), { accepted: 10, quarantined: 2, because: ['cell.damaged'] }),
  bad('日期序号1900.xlsx', book([{ name: '低保', xml: sheet(5140, (rows) => { rows[0]![5] = dated(45292); rows[1]![5] = dated(36526); }) }], { styles: DATES }), { accepted: 12 }),
  bad('日期序号1904.xlsx', book([{ name: '低保', xml: sheet(5160, (rows) => { rows[0]![5] = dated(43830); }) }], { styles: DATES, from1904: true }), { accepted: 12 }),
  bad('1900年2月29日.xlsx', book([{ name: '低保', xml: sheet(5180, (rows) => { rows[0]![5] = dated(60); rows[1]![5] = dated(-5); rows[2]![5] = dated(1e300); }) }], { styles: DATES }), { accepted: 9, quarantined: 3 }),
  bad('数字是无穷.xlsx', one(5200, (rows) => { rows[0]![4] = xml('<c><v>1e400</v></c>'); rows[1]![4] = xml('<c><v>NaN</v></c>'); rows[2]![4] = xml('<c><v>-INF</v></c>'); }), { accepted: 9, quarantined: 3 }),
  bad('隐藏的表.xlsx', book([{ name: '低保', xml: sheet(5220) }, { name: '下拉', xml: sheetXml([['选项'], ['甲'], ['乙']]), state: 'hidden' }]), { accepted: 12 }),
  bad('合并单元格数据.xlsx', one(5240, (rows) => { rows[1]![3] = ''; rows[2]![3] = ''; }, merges('D2:D4')), { accepted: 12 }),
  bad('合并金额.xlsx', one(5260, (rows) => { rows[1]![4] = ''; rows[2]![4] = ''; }, merges('E2:E4')), { accepted: 12 }),
  bad('合并整张表.xlsx', one(5280, undefined, merges('A1:XFD1048576', 'A2:F2', 'ZZZ1:A0', 'x', 'A3:A2')), { accepted: 12 }),
  bad('三行表头.xlsx', book([{ name: '低保', xml: sheetXml([['低保对象花名册'], ['证件', '', '人员', '', '保障', ''], ['', '', '身份', '住址', '金额', '时间'], [HEADER[0]!, HEADER[1]!, HEADER[2]!, HEADER[3]!, HEADER[4]!, HEADER[5]!], ...members(5300, 12)], merges('A1:F1', 'A2:B2', 'C2:D2', 'E2:F2')) }]), { accepted: 12 }),
  bad('一张表里几个表.xlsx', book([{ name: '低保', xml: sheetXml([HEADER, ...members(5320, 6), [], ['第二部分'], HEADER, ...members(5326, 6)]) }]), { accepted: 12, quarantined: 1 }),
  bad('左右两个表.xlsx', book([{ name: '低保', xml: sheetXml([[...HEADER, '', ...HEADER], ...members(5340, 6).map((row, i) => [...row, '', ...member(5346 + i)])]) }]), { accepted: 12 }),
  bad('声明一百多万行.xlsx', one(5360, undefined, { before: '<dimension ref="A1:XFD1048577"/>' }), { accepted: 12 }),
  bad('行号超限.xlsx', book([{ name: '低保', xml: `<worksheet><sheetData>${rowXml(HEADER, 1)}${members(5380, 12).map((row, i) => rowXml(row, i < 11 ? i + 2 : 99_999_999_999)).join('')}</sheetData></worksheet>` }]), { refused: 'file.broken-workbook' }),
  bad('行号倒退.xlsx', book([{ name: '低保', xml: `<worksheet><sheetData>${rowXml(HEADER, 1)}${members(5400, 12).map((row, i) => rowXml(row, 13 - i)).join('')}</sheetData></worksheet>` }]), { refused: 'file.broken-workbook' }),
  bad('列号超限.xlsx', one(5420, (rows) => rows[0]!.push(xml('<c r="XFE2"><v>1</v></c>'), xml('<c r="ZZZZZZZZ2"><v>1</v></c>'))), { refused: 'file.broken-workbook' }),
  bad('共享字符串越界.xlsx', book([{ name: '低保', xml: sheet(5440, (rows) => { rows[0]![1] = xml('<c t="s"><v>999</v></c>'); rows[1]![1] = xml('<c t="s"><v>-1</v></c>'); rows[2]![1] = xml('<c t="s"><v>0</v></c>'); }) }], { strings: ['赵春'] }), { refused: 'file.broken-workbook' }),
  bad('没有共享字符串.xlsx', one(5460, (rows) => rows.forEach((row) => (row[1] = xml('<c t="s"><v>0</v></c>')))), { refused: 'file.broken-workbook' }),
  bad('字符串有NUL.xlsx', one(5480, (rows) => { rows[0]![1] = '赵_x0000_春'; rows[1]![1] = xml('<c t="inlineStr"><is><t>钱&#0;夏</t></is></c>'); rows[2]![1] = '孙_xD83D_'; }), { accepted: 12 }),
  bad('表名有怪字.xlsx', book([{ name: '低\u202e保_x0000_&#10;\u0007', xml: sheet(5500) }]), { accepted: 12 }),
  bad('表头有NUL.xlsx', book([{ name: '低保', xml: sheetXml([HEADER.map((name, i) => (i === 1 ? '姓_x0000_名' : i === 0 ? `${name}&#xD800;` : name)), ...members(5520, 12)]) }]), { accepted: 12 }),
  bad('百万空白带格式行.xlsx', () => book([{ name: '低保', xml: `<worksheet><sheetData>${rowXml(HEADER)}${members(5540, 12).map((row) => rowXml(row)).join('')}${'<row s="1"><c s="1"/><c s="1"/><c s="1"/></row>'.repeat(1_000_000)}</sheetData></worksheet>` }]), { accepted: 12 }),
  bad('一行一万六千列.xlsx', book([{ name: '低保', xml: sheetXml([Array.from({ length: 16_384 }, (_, i) => `列${i}`), Array.from({ length: 16_384 }, () => 1)]) }]), { refused: 'file.too-many-columns' }),
  bad('一格百万字.xlsx', one(5560, (rows) => (rows[0]![1] = '赵'.repeat(1_000_000))), { accepted: 12 }),
  bad('两个同名部件.xlsx', zipTwice(5580), { refused: 'file.broken-workbook' }),
  bad('表内声明DTD.xlsx', one(5600, undefined, { prolog: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' }), { refused: 'file.dtd' }),
  bad('十亿大笑.xlsx', book([{ name: '低保', xml: sheet(5620) }], { strings: ['x'], change: (part) => (part.name === 'xl/sharedStrings.xml' ? { ...part, data: `<!DOCTYPE l [<!ENTITY a "${'ha'.repeat(50)}">${'bcdefghij'.replace(/./g, (c) => `<!ENTITY ${c} "${`&${String.fromCharCode(c.charCodeAt(0) - 1)};`.repeat(10)}">`)}]><sst><si><t>&j;</t></si></sst>` } : part) }), { refused: 'file.dtd' }),
  bad('工作簿声明DTD.xlsx', book([{ name: '低保', xml: sheet(5640) }], { workbook: '<!DOCTYPE x SYSTEM "http://x/"><workbook/>' }), { refused: 'file.dtd' }),
  bad('DTD藏在六万四千字后.xlsx', one(5660, undefined, { prolog: `<!--${' '.repeat(70_000)}--><!DOCTYPE x [<!ENTITY a "b">]>` }), { refused: 'file.dtd' }),
  bad('UTF16的DTD.xlsx', book([{ name: '低保', xml: 'x' }], { change: (part) => (part.name.includes('sheet1') ? { ...part, data: Buffer.from(`\ufeff${sheet(5680, undefined, { prolog: '<!DOCTYPE x [<!ENTITY a "b">]>' })}`, 'utf16le') } : part) }), { refused: 'file.broken-workbook' }),
  bad('XML没有结尾.xlsx', book([{ name: '低保', xml: sheet(5700).slice(0, -400) }]), { refused: 'file.broken-workbook' }),
  bad('标签不配对.xlsx', book([{ name: '低保', xml: sheet(5720).replace('</row>', '</worksheet>') }]), { refused: 'file.broken-workbook' }),
  bad('名字像xlsx其实CSV.xlsx', roster(5740), { accepted: 12 }),
  bad('名字像xls其实CSV.xls', roster(5760), { accepted: 12 }),
  bad('名字像csv其实xlsx.csv', one(5780), { accepted: 12 }),
  bad('网页表格.xls', `<html><body><table>${[HEADER, ...members(5800, 12)].map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></body></html>`, { accepted: 12 }),
  bad('网页表格有脚本.xls', `<html><head><script>document.write('<table><tr><td>1</td></tr></table>')</script></head><table>${[HEADER, ...members(5820, 12)].map((row) => `<tr>${row.map((cell) => `<td onclick="x()">${cell}</td>`).join('')}</tr>`).join('')}</table>`, { accepted: 12 }),
  bad('网页表格跨行.xls', `<table>${[HEADER, ...members(5840, 12)].map((row) => `<tr>${row.map((cell) => `<td colspan="99999999" rowspan="99999999">${cell}</td>`).join('')}</tr>`).join('')}</table>`, { refused: 'file.too-many-columns' }),
  bad('网页带实体.xls', `<!DOCTYPE html [<!ENTITY x "y">]><table><tr><td>&x;</td></tr></table>`, { refused: 'file.dtd' }),
  bad('空工作簿.xlsx', book([{ name: '低保', xml: sheetXml([]) }]), { refused: 'file.no-table' }),
  bad('没有工作表.xlsx', book([]), { refused: 'file.no-table' }),
  bad('只有表头.xlsx', book([{ name: '低保', xml: sheetXml([HEADER]) }]), { empty: true }),
];

/** Two parts of one name: which of them a program reads depends on the program. */
function zipTwice(from: number): Buffer {
  const parts: Part[] = [];
  book([{ name: '低保', xml: sheet(from) }], { change: (part) => (parts.push(part), part) });
  return zip([...parts, { name: 'xl/worksheets/sheet1.xml', data: sheetXml([HEADER, ...members(from + 12, 1)]) }]);
}

