import { crc32, deflateRawSync } from 'node:zlib';

/** One part of an archive as it is written, and what its directory claims of it where that is not the truth. */
export type Part = { name: string; data: Buffer | string; stored?: boolean; claim?: { size?: number; crc?: number; packed?: number; flags?: number; method?: number; at?: number } };

/** A ZIP archive of one's own making: libraries do not write lies. */
export function zip(parts: Part[], claimedCount = parts.length): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const { local, central } = headers(part, at);
    bodies.push(local);
    directory.push(central);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(claimedCount & 0xffff, 8);
  end.writeUInt16LE(claimedCount & 0xffff, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, entries, end]);
}

function headers({ name, data, stored, claim = {} }: Part, at: number): { local: Buffer; central: Buffer } {
  const raw = Buffer.from(data as string);
  const packed = stored ? raw : deflateRawSync(raw);
  const title = Buffer.from(name, 'utf8');
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE((claim.flags ?? 0) | 0x800, 2);
  fields.writeUInt16LE(claim.method ?? (stored ? 0 : 8), 4);
  fields.writeUInt32LE(claim.crc ?? crc32(raw), 10);
  fields.writeUInt32LE(claim.packed ?? packed.length, 14);
  fields.writeUInt32LE(claim.size ?? raw.length, 18);
  fields.writeUInt16LE(title.length, 22);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(claim.at ?? at, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, title, packed]),
    central: Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), fields, tail, title]),
  };
}

export type Sheet = { name: string; xml: string; state?: 'hidden' };
export type BookWish = { strings?: string[]; styles?: string; from1904?: boolean; workbook?: string; more?: Part[]; change?: (part: Part) => Part };

/** An XLSX workbook from the XML of its sheets, so that a case can say exactly what stands in it. */
export function book(sheets: Sheet[], { strings, styles, from1904, workbook, more = [], change = (part) => part }: BookWish = {}): Buffer {
  const relation = (id: string, type: string, target: string): string => `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  const relations = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  const parts: Part[] = [
    { name: '[Content_Types].xml', data: '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>' },
    { name: '_rels/.rels', data: relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')) },
    { name: 'xl/workbook.xml', data: workbook ?? workbookXml(sheets, from1904 ?? false) },
    { name: 'xl/_rels/workbook.xml.rels', data: relations([...sheets.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)), ...(strings ? [relation('rIdS', 'sharedStrings', 'sharedStrings.xml')] : []), ...(styles ? [relation('rIdT', 'styles', 'styles.xml')] : [])].join('')) },
    ...sheets.map(({ xml }, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, data: xml })),
    ...(strings ? [{ name: 'xl/sharedStrings.xml', data: `<sst>${strings.map((text) => `<si><t>${escape(text)}</t></si>`).join('')}</sst>` }] : []),
    ...(styles ? [{ name: 'xl/styles.xml', data: styles }] : []),
  ];
  return zip([...parts, ...more].map(change));
}

const workbookXml = (sheets: Sheet[], from1904: boolean): string =>
  `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map(({ name, state }, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`;

export const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A cell of sheet XML: a text stands inline; `{ xml }` is written as it is. */
export type XmlCell = string | number | { xml: string };

const cellXml = (cell: XmlCell): string => (typeof cell === 'number' ? `<c><v>${cell}</v></c>` : typeof cell === 'string' ? `<c t="inlineStr"><is><t>${escape(cell)}</t></is></c>` : cell.xml);
export const rowXml = (cells: XmlCell[], row?: number): string => `<row${row ? ` r="${row}"` : ''}>${cells.map(cellXml).join('')}</row>`;
export const sheetXml = (rows: XmlCell[][], { before = '', after = '', prolog = '' } = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${prolog}<worksheet>${before}<sheetData>${rows.map((cells) => rowXml(cells)).join('')}</sheetData>${after}</worksheet>`;
