import { Type, type Static } from 'typebox';
import type { Words } from './words.ts';

export const Level = Type.Enum(['red', 'yellow', 'blue']);
export type Level = Static<typeof Level>;
export const levelWords: Record<Level, Words> = { red: { zh: '红', en: 'red' }, yellow: { zh: '黄', en: 'yellow' }, blue: { zh: '蓝', en: 'blue' } };

/** Across runs: found for the first time, found again with the same facts, found again with others, no longer found where it could have been. */
export const WarningState = Type.Enum(['new', 'persisting', 'changed', 'gone']);
export type WarningState = Static<typeof WarningState>;
export const stateWords: Record<WarningState, Words> = {
  new: { zh: '新', en: 'new' }, persisting: { zh: '持续', en: 'persists' }, changed: { zh: '有变化', en: 'changed' }, gone: { zh: '消失', en: 'gone' },
};

/** warn: may stand by itself. screen: the model only sorts what people should look at. identity: a probable match that a person confirms first. */
export const WarningUse = Type.Enum(['warn', 'screen', 'identity']);
export type WarningUse = Static<typeof WarningUse>;

/** What a warning may be about. */
export const SubjectKind = Type.Enum(['person', 'household', 'org', 'parcel', 'asset', 'contract', 'project', 'account', 'customer', 'village', 'programme']);
export type SubjectKind = Static<typeof SubjectKind>;
export const subjectWords: Record<SubjectKind, Words> = {
  person: { zh: '人员', en: 'person' }, household: { zh: '户', en: 'household' }, org: { zh: '单位', en: 'organisation' }, parcel: { zh: '地块', en: 'parcel' },
  asset: { zh: '资产', en: 'asset' }, contract: { zh: '合同', en: 'contract' }, project: { zh: '项目', en: 'project' }, account: { zh: '账户', en: 'account' },
  customer: { zh: '用户', en: 'customer' }, village: { zh: '村', en: 'village' }, programme: { zh: '补贴项目', en: 'programme' },
};

/** What verification found: substantiated 查实, partly 部分属实, business_error 业务性问题, innocent 查否, unable 无法核实. */
export const Outcome = Type.Enum(['innocent', 'substantiated', 'partly', 'business_error', 'unable']);
export type Outcome = Static<typeof Outcome>;

export const outcomeWords: Record<Outcome, Words> = {
  innocent: { zh: '查否', en: 'innocent' }, substantiated: { zh: '查实', en: 'substantiated' }, partly: { zh: '部分属实', en: 'partly substantiated' },
  business_error: { zh: '业务性问题', en: 'an error of business or data' }, unable: { zh: '无法核实', en: 'could not be verified' },
};

/** The innocent explanations that every model shares, by code (domain: conventions of the model catalogue). */
export const innocentCodes = {
  'F-ID': { zh: '证件号错误或被他人占用', en: 'wrong or shared number' },
  'F-NAME': { zh: '同名同姓', en: 'namesake' },
  'F-LAG': { zh: '登记尚未更新', en: 'register not updated yet' },
  'F-BACK': { zh: '补发以前月份', en: 'arrears or back-payment' },
  'F-PROXY': { zh: '监护人或代理人依法代领', en: 'lawful collection by guardian or representative' },
  'F-HH': { zh: '按户发放，由一名成员领取', en: 'benefit is per household and paid to one member' },
  'F-GRACE': { zh: '渐退期内', en: 'lawful gradual-exit period' },
  'F-TITLE': { zh: '名义持有：已售未过户、代持、已拆除', en: 'asset in name only' },
  'F-POLICY': { zh: '当地政策允许', en: 'local rule allows it' },
  'F-MOVE': { zh: '迁移或在别处登记', en: 'moved or registered elsewhere' },
  'F-UNIT': { zh: '计量单位差异', en: 'unit mistaken: yuan or 10k yuan, mu or square metre, month or year' },
  'F-DUP': { zh: '同一文件重复报送', en: 'same file imported twice' },
  'F-SHARE': { zh: '共有份额', en: 'jointly owned share' },
} as const;
