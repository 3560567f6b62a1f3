import { bad, type Complaint, type Parsed } from '../complaint.ts';
import { parseCitizenNumber, type CitizenOptions, type PersonNumber } from './citizen.ts';
import { parseCreditCode, type OrganisationNumber } from './credit.ts';

export type Party = PersonNumber | OrganisationNumber;

/** A column that holds persons' and organisations' numbers side by side. 18 characters can be either; where both fail, the complaint is that of the kind it resembles more. */
export function parseParty(raw: string, options: CitizenOptions = {}): Parsed<Party | null> {
  const person = parseCitizenNumber(raw, options);
  if (person.ok && (person.value === null || person.value.kind === 'citizen')) return person;
  const organisation = parseCreditCode(raw);
  if (organisation.ok) return organisation;
  if (person.ok) return person;
  if (/[\u4e00-\u9fff]/.test(raw) && !/\d{8}/.test(raw)) return aName;
  return looksLikePerson(person.complaint) ? person : organisation;
}

const looksLikePerson = (complaint: Complaint): boolean => complaint.code !== 'citizen-number.characters' && complaint.code !== 'citizen-number.length';

const aName = bad(
  'party.name',
  { zh: '此列应为证件号或统一社会信用代码，却写了名称', en: 'This column takes a citizen number or credit code, but holds a name' },
  { zh: '请填写证件号；名称放在名称列', en: 'Write the number, and the name into its own column' },
);
