import type { Complaint } from '@mingjian/domain/complaint.ts';

const complaint = (code: string, zh: string, en: string, remedyZh: string, remedyEn: string): Complaint => ({ code, words: { zh, en }, remedy: { zh: remedyZh, en: remedyEn } });
const CHECK = ['对照原始资料核对并改正该行', 'check this row against the original and correct it'] as const;

/** What may be wrong with one place of a file that is readable as a whole. `row.long`, `row.short` and those that begin with
 *  `cell.damaged` keep the row from being taken as it stands; the others say how the row was read. */
export const complain = {
  rowShort: (has: number, wants: number) => complaint('row.short', `该行只有 ${has} 格，表头有 ${wants} 格；缺少的按空白处理`, `this row has ${has} cells, the header ${wants}; the missing ones are read as blank`, ...CHECK),
  rowLong: (has: number, wants: number) => complaint('row.long', `该行有 ${has} 格，表头只有 ${wants} 格；无法判断哪一格是多余的，该行未读`, `this row has ${has} cells, the header ${wants}; which one is too many cannot be told, so the row was not read`, '内容含分隔符时须加引号，改正后重新提供', 'put quotes around cells that contain the delimiter'),
  quoteUnclosed: () => complaint('cell.quote-unclosed', '引号没有配对；引号按普通字符读，该行按一行处理', 'a quote that is not closed; it was read as a character and the record ends with its line', '补上缺少的引号', 'add the missing quote'),
  quoteUnescaped: () => complaint('cell.quote-unescaped', '引号内的引号没有写成两个；按普通字符读', 'a quote within quotes is not doubled; it was read as a character', '把单元格内的引号写成两个', 'double quotes inside quoted cells'),
  quoteStray: () => complaint('cell.quote-stray', '没有用引号括起的单元格里有引号；按普通字符读', 'a quote inside a cell without quotes; it was read as a character', '用引号括起该单元格，并把其中的引号写成两个', 'put quotes around the cell and double those inside'),
  nul: () => complaint('cell.nul', '单元格含有空字符（NUL），已去掉', 'the cell contains NUL characters, which were taken out', '请发送单位检查导出程序', 'ask the sender to check the export program'),
  lostCharacter: () => complaint('cell.lost-character', '单元格含有“�”：原来的字在到达之前已经丢失', 'the cell contains U+FFFD: a character was lost before the file arrived', '请发送单位用正确编码重新导出', 'ask the sender to export it again in the right encoding'),
  damagedNumber: () => complaint('cell.damaged-number', '长号码被电子表格当作数字保存，末几位已经丢失', 'a long number was stored as a number by a spreadsheet: its last digits are lost', '请发送单位把该列设为“文本”格式后从业务系统重新导出', 'ask the sender to set the column to Text and to export it again from the source system'),
  errorCell: () => complaint('cell.formula-error', '公式结果是错误值（如 #REF!、#N/A）', 'the formula gives an error (such as #REF!, #N/A)', '改正公式，或粘贴为数值', 'correct the formula, or paste as values'),
  formulaWithoutValue: () => complaint('cell.formula-without-value', '公式没有保存计算结果', 'the formula was saved without its result', '用 Excel 或 WPS 打开并保存一次，或粘贴为数值', 'open and save it once in Excel or WPS, or paste as values'),
  mergedAmount: (rows: number) => complaint('cell.merged-amount', `一个金额合并了 ${rows} 行；只算在第一行，未重复填入`, `one amount is merged over ${rows} rows; it was kept in the first and not repeated`, '请发送单位按人填写金额', 'ask for the amount of each row'),
  headerOnly: () => complaint('table.no-rows', '只有一行表头，没有数据行', 'there is a header but no row below it', '请发送单位确认是否漏导数据', 'ask the sender whether the rows were left out'),
  cutRow: () => complaint('file.cut-row', '最后一行不完整，也没有换行，文件可能没有传完', 'the last row is short and has no line end: the file was probably cut off', '请发送单位核对行数，重新提供完整文件', 'ask the sender how many rows there are, and for the whole file'),
  cut: () => complaint('file.cut', '文件在一个字的中间结束，可能没有传完', 'the file ends in the middle of a character: it was probably cut off', '请发送单位重新提供完整文件', 'ask the sender for the whole file'),
  notAnObject: () => complaint('row.not-an-object', '该行不是 JSON 对象，未读入', 'this line is not a JSON object and was not read', ...CHECK),
  coordinates: () => complaint('geometry.coordinates', '坐标超出经纬度范围，可能是投影坐标或经纬度颠倒', 'coordinates beyond longitude and latitude: projected, or swapped', '请注明坐标系（应为 CGCS2000 经纬度）', 'ask which reference system it is (CGCS2000 longitude, latitude is expected)'),
  geometry: () => complaint('geometry.malformed', '几何图形缺失或有误（如没有闭合、自相交）', 'the geometry is missing or malformed (an open ring, one that crosses itself)', ...CHECK),
};
