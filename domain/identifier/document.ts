/** Documents other than the citizen number by which a person may be registered. */
export type DocumentKind = 'foreign-permanent-residence' | 'hk-macau-taiwan-residence' | 'hk-macau-permit' | 'taiwan-permit' | 'passport';

const FORMS: [DocumentKind, RegExp][] = [
  ['foreign-permanent-residence', /^([A-Z]{3}\d{12})$/],
  ['hk-macau-permit', /^([HM]\d{8})(?:\d{2})?$/], // the last two digits count re-issues and are dropped
  ['taiwan-permit', /^(0\d{7})$/],
  ['taiwan-permit', /^(\d{8})\d{2}\(?[A-Z]\)?$/],
  ['passport', /^((?:[EGDSPK][A-HJ-NP-Z]?|[A-Z]{1,2})\d{6,9})$/],
];

/** Recognises the other documents by their form alone: none of these carries a check character. Text is compact and upper case. */
export function readDocument(text: string): { document: DocumentKind; number: string } | null {
  for (const [document, form] of FORMS) {
    const number = form.exec(text)?.[1];
    if (number !== undefined) return { document, number };
  }
  return null;
}
