import { deflateRawSync } from 'node:zlib';
import XLSX from '@e965/xlsx';
import { writeOds } from 'hucre/ods';
import { bad, type Case } from '../case.ts';
import { HEADER, members } from '../rows.ts';
import { book, sheetXml, zip, type Part } from '../zip.ts';

const good = (from: number, wish?: Parameters<typeof book>[1]): Buffer => book([{ name: '低保', xml: sheetXml([HEADER, ...members(from, 12)]) }], wish);
const lies = (from: number, claim: NonNullable<Part['claim']>): Buffer => good(from, { change: (part) => (part.name.includes('sheet1') ? { ...part, claim } : part) });
const ods = async (from: number): Promise<Buffer> => Buffer.from(await writeOds({ sheets: [{ name: '低保', rows: [HEADER, ...members(from, 12)] }] }));
const xls = (from: number, type: 'biff8' | 'xlsb' = 'biff8'): Buffer => {
  const made = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(made, XLSX.utils.aoa_to_sheet([HEADER, ...members(from, 12)]), '低保');
  return XLSX.write(made, { type: 'buffer', bookType: type }) as Buffer;
};
const half = (bytes: Buffer, share = 0.6): Buffer => bytes.subarray(0, Math.floor(bytes.length * share));

/** An OLE container as Excel writes it for a workbook with a password. */
function encrypted(): Buffer {
  const container = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.alloc(300, 7));
  XLSX.CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(9000, 9));
  return XLSX.CFB.write(container, { type: 'buffer' }) as Buffer;
}

function withMacros(): Buffer {
  const container = XLSX.CFB.read(xls(7000), { type: 'buffer' });
  XLSX.CFB.utils.cfb_add(container, '/_VBA_PROJECT_CUR/VBA/dir', Buffer.alloc(100, 1));
  return XLSX.CFB.write(container, { type: 'buffer' }) as Buffer;
}

/** Old Excel: a sector chain that points back at itself. */
function circular(): Buffer {
  const bytes = Buffer.from(xls(7020));
  const fat = 512 * (1 + bytes.readUInt32LE(76));
  for (let at = fat; at < fat + 512; at += 4) bytes.writeUInt32LE(1, at);
  return bytes;
}

const bomb = (from: number, mb: number): Buffer => good(from, { more: [{ name: 'xl/media/image1.bin', data: Buffer.alloc(mb << 20) }] });
const bombSheet = (): Buffer => book([{ name: '低保', xml: `<worksheet><sheetData>${'<row><c><v>1</v></c></row>'.repeat(4_000_000)}</sheetData></worksheet>` }]);

const repeated = (rows: string, cells: string): string =>
  `<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="低保"><table:table-row ${rows}><table:table-cell office:value-type="string" ${cells}><text:p>姓名</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;

/** How files are packed: cut off, lying about themselves, swollen, locked. */
export const archives: Case[] = [
  bad('截断.xlsx', half(good(7100)), { refused: 'file.broken-workbook' }),
  bad('截断一字节.xlsx', good(7110).subarray(0, -1), { refused: 'file.broken-workbook' }),
  bad('只有文件头.xlsx', good(7120).subarray(0, 30), { refused: 'file.broken-workbook' }),
  bad('截断.ods', async () => half(await ods(7130)), { refused: 'file.broken-workbook' }),
  bad('截断.xls', half(xls(7140)), { refused: 'file.broken-workbook' }),
  bad('截断少许.xls', half(xls(7150), 0.9), { refused: 'file.broken-workbook' }),
  bad('校验和不符.xlsx', lies(7160, { crc: 12345 }), { refused: 'file.broken-workbook' }),
  bad('大小说小了.xlsx', lies(7170, { size: 100 }), { refused: 'file.zip-bomb' }),
  bad('大小说大了.xlsx', lies(7180, { size: 1_000_000 }), { refused: 'file.broken-workbook' }),
  bad('大小说成四GB.xlsx', lies(7190, { size: 0xffff_fff0 }), { refused: 'file.zip-bomb' }),
  bad('压缩后大小说大.xlsx', lies(7200, { packed: 0x7fff_ffff }), { refused: 'file.zip-bomb' }),
  bad('位置越界.xlsx', lies(7210, { at: 0x7fff_ffff }), { refused: 'file.broken-workbook' }),
  bad('不明压缩法.xlsx', lies(7220, { method: 14 }), { refused: 'file.broken-workbook' }),
  bad('加密的压缩包.xlsx', lies(7230, { flags: 1 }), { refused: 'file.encrypted' }),
  bad('部件数说多了.xlsx', () => { const bytes = good(7240); bytes.writeUInt16LE(9999, bytes.length - 12); return bytes; }, { refused: 'file.broken-workbook' }),
  bad('压缩炸弹-比例.xlsx', () => bomb(7250, 200), { refused: 'file.zip-bomb' }),
  bad('压缩炸弹-表.xlsx', bombSheet, { refused: 'file.zip-bomb' }),
  bad('压缩炸弹-部件多.xlsx', () => zip(Array.from({ length: 12_000 }, (_, i) => ({ name: `p${i}`, data: '', stored: true }))), { refused: 'file.zip-bomb' }),
  bad('压缩炸弹-套娃.xlsx', () => zip([{ name: '[Content_Types].xml', data: '<Types/>' }, { name: 'xl/inner.zip', data: bomb(7260, 60) }]), { refused: 'file.broken-workbook' }),
  bad('压缩炸弹-重叠.xlsx', overlapping, { refused: 'file.zip-bomb' }),
  bad('压缩炸弹-共享字符串.xlsx', () => good(7270, { more: [], strings: ['x'], change: (part) => (part.name.includes('sharedStrings') ? { ...part, data: `<sst>${'<si><t>赵</t></si>'.repeat(9_000_000)}</sst>` } : part) }), { refused: 'file.zip-bomb' }),
  bad('路径穿越.xlsx', good(7280, { more: [{ name: '../../../../tmp/mingjian-evil.txt', data: 'x' }, { name: '/etc/mingjian-evil', data: 'x' }, { name: 'C:\\evil.txt', data: 'x' }] }), { accepted: 12 }),
  bad('有宏.xlsm', good(7290, { more: [{ name: 'xl/vbaProject.bin', data: 'x' }] }), { refused: 'file.macros' }),
  bad('有宏.xls', withMacros, { refused: 'file.macros' }),
  bad('二进制工作簿.xlsb', () => xls(7300, 'xlsb'), { refused: 'file.xlsb' }),
  bad('有打开密码.xlsx', encrypted, { refused: 'file.encrypted' }),
  bad('循环扇区.xls', circular, { refused: 'file.broken-workbook' }),
  bad('只有OLE头.xls', Buffer.from('d0cf11e0a1b11ae1' + '00'.repeat(600), 'hex'), { refused: 'file.broken-workbook' }),
  bad('普通压缩包.zip', zip([{ name: '名单.csv', data: 'a,b\n1,2\n' }]), { refused: 'file.zip' }),
  bad('Word改名.xlsx', zip([{ name: '[Content_Types].xml', data: '<Types/>' }, { name: 'word/document.xml', data: '<w/>' }]), { refused: 'file.word' }),
  bad('ODS声明DTD.ods', zip([{ name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet', stored: true }, { name: 'content.xml', data: '<!DOCTYPE x [<!ENTITY a "b">]><office/>' }]), { refused: 'file.dtd' }),
  bad('ODS百万重复行.ods', zip([{ name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet', stored: true }, { name: 'content.xml', data: repeated('table:number-rows-repeated="1048576"', 'table:number-columns-repeated="16384"') }]), { refused: 'file.broken-workbook' }),
  bad('ODS内容坏.ods', zip([{ name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet', stored: true }, { name: 'content.xml', data: '<office:document-content><table:table' }]), { refused: 'file.broken-workbook' }),
];

/** Many directory entries that all point at one body: each unpacks honestly, together they are a bomb. */
function overlapping(): Buffer {
  const body = Buffer.alloc(8 << 20);
  const packed = deflateRawSync(body).length;
  return zip([{ name: '[Content_Types].xml', data: '<Types/>' }, { name: 'xl/a', data: body }, ...Array.from({ length: 400 }, (_, i) => ({ name: `xl/b${i}`, data: '', stored: true, claim: { size: body.length, packed, method: 8, at: 0 } }))]);
}
