import { Refused } from '../../refused.ts';

/** Files that cannot be read as tables: what stands in the way and what to ask the sender for. */
const refusal = (code: string, zh: string, en: string, adviceZh: string, adviceEn: string): Refused =>
  new Refused(`file.${code}`, { zh, en }, { zh: adviceZh, en: adviceEn });

const ASK = ['请发送单位另存为 .xlsx 或 UTF-8 编码的 .csv 后重新提供', 'ask the sender to save it as .xlsx or as .csv in UTF-8 and to send it again'] as const;
const mb = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

export const refuse = {
  missing: () => refusal('missing', '文件不存在', 'there is no such file', '核对路径', 'check the path'),
  directory: () => refusal('directory', '这是一个文件夹，不是文件', 'this is a folder, not a file', '指定文件夹里的文件，或用 import 命令导入整个文件夹', 'name a file in it, or import the whole folder with the import command'),
  notAFile: () => refusal('not-a-file', '这是设备、管道或套接字，不是普通文件', 'this is a device, a pipe or a socket, not an ordinary file', '把内容保存为普通文件再读', 'save the content as an ordinary file'),
  permission: () => refusal('permission', '没有读取该文件的权限', 'no permission to read this file', '请管理员开放读取权限，或复制到可读的文件夹', 'have the permission granted, or copy the file to a readable folder'),
  link: () => refusal('link', '这是符号链接，不是送来的文件', 'this is a symbolic link, not a delivered file', '把链接指向的文件复制到文件夹里，或直接指定那个文件', 'copy the file it points at into the folder, or name that file itself'),
  changed: () => refusal('changed', '文件在读取过程中被改动，可能还在复制', 'the file was changed while it was being read: is it still being copied?', '等文件复制完成后再导入', 'wait until it is copied and import it again'),
  loop: () => refusal('link-loop', '符号链接互相指向，找不到真正的文件', 'symbolic links point at each other; there is no file at their end', '直接指定真正的文件', 'name the real file'),
  empty: (isUnread = false) => refusal('empty', '文件是空的（0 字节，第 1 行起没有任何内容），多半是导出或复制没有完成', 'the file is empty (0 bytes, nothing from line 1 on): an export or a copy was not finished, most likely',
    isUnread ? '请发送单位另存为 .xlsx（.xlsb 不读）后重新提供' : '请发送单位确认导出成功后重新提供', isUnread ? 'ask the sender to save it as .xlsx (.xlsb is not read) and to send it again' : 'ask the sender to check the export and to send it again'),
  tooBig: (limit: number) => refusal('too-big', `文件超过 ${mb(limit)} 的上限`, `the file is larger than the limit of ${mb(limit)}`, '请按乡镇或月份拆分后提供', 'ask for it in parts, by town or by month'),
  noTable: () => refusal('no-table', '文件里没有找到表格', 'no table was found in the file', '请提供含有表头和数据行的表格文件', 'ask for a file with a header and rows'),
  tooManyColumns: (limit: number) => refusal('too-many-columns', `列数超过 ${limit} 列的上限`, `more than ${limit} columns`, '多半是行列颠倒或分隔符错误，请发送单位检查后重新导出', 'most likely rows and columns were swapped or the delimiter is wrong: ask the sender to check the export'),
  tooManyCells: (limit: number) => refusal('too-many-cells', `单元格超过 ${limit} 个的上限`, `more than ${limit} cells`, '请按乡镇或月份拆分后提供', 'ask for it in parts, by town or by month'),
  tooMuchOutput: (limit: number) => refusal('too-much-output', `读出的内容超过 ${mb(limit)} 的上限`, `what was read is larger than the limit of ${mb(limit)}`, '请按乡镇或月份拆分后提供', 'ask for it in parts, by town or by month'),
  tooManyUnread: (rows: number) => refusal('too-many-unread', `超过 ${rows} 行的格数与表头不符`, `more than ${rows} rows do not fit under the header`, '多半是分隔符错误，或内容含分隔符而没有加引号，请发送单位重新导出', 'most likely the delimiter is wrong or cells that contain it lack quotes: ask the sender to export it again'),
  recordTooLong: (row: number) => refusal('record-too-long', `第 ${row} 行起的一条记录过长`, `the record that begins in line ${row} is too long`, '检查该行是否缺少换行或引号', 'look for a missing line end or quote there'),

  brokenUtf8: (row: number) => refusal('encoding-broken', `第 ${row} 行起含有损坏的 UTF-8 字符（或混入了别的编码）`, `broken UTF-8 (or another encoding mixed in) from line ${row} on`, '请发送单位重新导出，全文使用同一种编码', 'ask the sender to export it again in one encoding throughout'),
  mixedEncodings: (row: number, lines: number) => refusal('encoding-mixed', `文件混用两种编码：大部分是 GBK，但第 ${row} 行${lines > 1 ? `等 ${lines} 行` : ''}是 UTF-8，照读会成为乱码`, `two encodings in one file: most of it is GBK, but line ${row}${lines > 1 ? ` and ${lines - 1} more are` : ' is'} UTF-8 and would be read as garbage`, '多半是几份导出文件拼接而成：请发送单位分开提供，或全文转成 UTF-8 后重新提供', 'most likely several exports were joined: ask the sender for each of them, or for all of it in UTF-8'),
  unknownEncoding: (row: number) => refusal('encoding-unknown', `无法确定文字编码：第 ${row} 行的字节既不是 UTF-8 也不是 GBK/GB18030`, `the encoding cannot be told: bytes in line ${row} are neither UTF-8 nor GBK/GB18030`, '请发送单位说明编码，或另存为 UTF-8 编码', 'ask the sender which encoding it is, or to save it as UTF-8'),
  binary: () => refusal('binary', '内容是二进制数据，不是表格', 'the content is binary data, not a table', ...ASK),
  named: (code: string, what: string, whatEn: string) => refusal(code, `这是 ${what}，不能读出表格数据`, `this is ${whatEn}: no table can be read from it`, ...ASK),
  archive: (what: string) => refusal('archive', `这是 ${what} 压缩包`, `this is a ${what} archive`, '解压后提供其中的表格文件', 'unpack it and send the table files in it'),

  xlsb: () => refusal('xlsb', '这是 .xlsb（二进制工作簿），读取时会丢列，因此不读', 'this is .xlsb (a binary workbook): readers lose columns of it, so it is not read', '请发送单位在 Excel 或 WPS 中另存为 .xlsx', 'ask the sender to save it as .xlsx in Excel or WPS'),
  encrypted: () => refusal('encrypted', '文件有打开密码', 'the file is protected by a password', '请发送单位去掉打开密码后重新提供', 'ask the sender to remove the password and to send it again'),
  macros: () => refusal('macros', '工作簿含有宏程序', 'the workbook contains macros', '请发送单位另存为不含宏的 .xlsx', 'ask the sender to save it as .xlsx without macros'),
  doctype: () => refusal('dtd', '表格内部含有文档类型声明（DTD），可能是攻击文件', 'the workbook contains a document type declaration (DTD), which is a way of attack', ...ASK),
  zipBomb: () => refusal('zip-bomb', '压缩比异常或解压后过大，疑似压缩炸弹', 'it unpacks to far more than a workbook can hold: a zip bomb', '核实来源；确是正常文件时请另存为 .csv 提供', 'check where it comes from; if it is honest, ask for .csv'),
  brokenZip: () => refusal('broken-workbook', '工作簿文件已损坏或不完整（可能传输中断）', 'the workbook is damaged or incomplete (an interrupted copy?)', '请发送单位重新提供', 'ask the sender to send it again'),
  brokenWorkbook: (cause: unknown) => {
    const { code, words, advice } = refuse.brokenZip();
    return new Refused(code, words, advice, { cause });
  },
  notAWorkbook: () => refusal('zip', '这是 ZIP 压缩包，里面没有工作簿', 'this is a ZIP archive without a workbook in it', '解压后提供其中的表格文件', 'unpack it and send the table files in it'),
  brokenData: (what: string, where: { zh: string; en: string }) => refusal('broken-data', `${what} 格式有误：${where.zh}`, `malformed ${what}: ${where.en}`, '请发送单位重新导出', 'ask the sender to export it again'),
  unreadable: () => refusal('unreadable', '读取程序无法解析该文件', 'the file cannot be parsed', ...ASK),

  tooMuchMemory: (limit: number) => refusal('too-much-memory', `读取时内存超过 ${limit} MB，已中止`, `reading it took more than ${limit} MB of memory and was stopped`, '请另存为 .csv，或拆分后提供', 'ask for .csv, or for it in parts'),
  tooLong: (seconds: number) => refusal('too-long', `读取超过 ${seconds} 秒，已中止`, `reading it took more than ${seconds} s and was stopped`, '请另存为 .csv，或拆分后提供', 'ask for .csv, or for it in parts'),
  crashed: () => refusal('reader-crashed', '读取程序在该文件上崩溃，其他文件不受影响', 'the reader crashed on this file; other files are not affected', ...ASK),
  noSuchTable: (index: number) => refusal('no-such-table', `文件里没有第 ${index + 1} 个表`, `the file has no table number ${index + 1}`, '用 sniff 命令查看有哪些表', 'see the tables with the sniff command'),
};
