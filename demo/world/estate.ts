import { type Day, day, dayOf, START } from './calendar.ts';
import { aliveOn, type Person } from './people.ts';
import type { Village } from './places.ts';
import { Chance } from './random.ts';
import type { Firm } from './work.ts';

export type AssetClass = 'operating' | 'non_operating' | 'resource';
export type Asset = { id: string; village: Village; class: AssetClass; name: string; original: number; area: number; purpose: string; status: 'idle' | 'self_used' | 'leased' | 'disposed'; parcel: Parcel | null };
export type Owner = 'state' | 'village' | 'group' | 'household';
export type Parcel = { id: string; village: Village; owner: Owner; landClass: string; area: number; purpose: string; occupied: boolean; occupier: string; asset: string; corner: [number, number] };
/** Who stands on the other side of a contract: a person or a firm. */
export type Party = Person | Firm;
export const isFirm = (p: Party): p is Firm => 'uscc' in p;
export const partyKey = (p: Party): string => (isFirm(p) ? p.uscc : p.number);

export type Contract = {
  no: string; type: 'lease' | 'works' | 'service' | 'purchase'; village: Village; party: Party; asset: string; parcel: string; project: string;
  landClass: string; area: number; price: number; rent: number; from: Day; to: Day; signed: Day; status: 'active' | 'ended' | 'renewed';
  /** The first delivery that has it. */
  since?: 0 | 1;
};
export type Trade = { no: string; asset: string; parcel: string; village: Village; mode: 'bid' | 'open' | 'negotiated'; start: number; deal: number; winner: Party; listed: Day; dealAt: Day; contract: string };
export type Receivable = { contract: string; village: Village; due: Day; fen: number; receivedAt: Day; received: number };
export type Estate = { assets: Asset[]; parcels: Parcel[]; contracts: Contract[]; trades: Trade[]; receivables: Receivable[] };

/** Yearly rent of one mu, in fen, as it is usual in the county. */
const RENT: Record<string, number> = { 水田: 65_000, 旱地: 38_000, 林地: 9_000, 坑塘水面: 90_000, 建设用地: 480_000 };
const KINDS: readonly [string, AssetClass, string, number, number][] = [
  ['厂房', 'operating', '建设用地', 4, 30], ['临街门面', 'operating', '建设用地', 1, 3], ['仓库', 'operating', '建设用地', 2, 12], ['鱼塘', 'resource', '坑塘水面', 20, 150],
  ['机动地', 'resource', '水田', 30, 200], ['坡地', 'resource', '旱地', 30, 200], ['集体林场', 'resource', '林地', 80, 600], ['茶山', 'resource', '旱地', 50, 260],
];

export function makeEstate(seed: number, villages: Village[], byVillage: Person[][], barred: Set<Person>, firms: Firm[]): Estate {
  const chance = new Chance(seed, 'estate');
  const e: Estate = { assets: [], parcels: [], contracts: [], trades: [], receivables: [] };
  for (const village of villages) {
    const tenants = (byVillage[village.index] as Person[]).filter((p) => p.relation === 'head' && aliveOn(p, dayOf(2026, 9, 30)) && !p.moved && !barred.has(p));
    e.assets.push({ id: assetNo(village, e), village, class: 'non_operating', name: `${village.name}办公楼`, original: chance.int(30, 120) * 1_000_000, area: 1.2, purpose: '办公', status: 'self_used', parcel: null });
    for (let i = chance.int(5, 8); i > 0; i--) {
      const asset = makeAsset(chance, village, e);
      if (asset.status !== 'leased') continue;
      const party = chance.is(0.15) && firms.length ? chance.of(firms) : tenants.length ? chance.of(tenants) : chance.of(firms);
      lease(chance, e, asset, party);
    }
    for (let i = chance.int(2, 4); i > 0; i--) e.parcels.push(makeParcel(chance, village, e, chance.of(['household', 'household', 'state'] as const), chance.of(['水田', '旱地', '林地']), chance.int(2, 20), ''));
  }
  return e;
}

const assetNo = (v: Village, e: Estate): string => `ZC${v.code.slice(4)}${String(e.assets.length + 1).padStart(5, '0')}`;
export function makeAsset(chance: Chance, village: Village, e: Estate, status?: Asset['status']): Asset {
  const [kind, class_, landClass, low, high] = chance.of(KINDS);
  const area = chance.int(low * 10, high * 10) / 10;
  const id = assetNo(village, e);
  const state = status ?? (chance.is(0.72) ? 'leased' : chance.is(0.5) ? 'idle' : 'self_used');
  const parcel = makeParcel(chance, village, e, 'village', landClass, area, id);
  parcel.occupied = state !== 'idle';
  e.parcels.push(parcel);
  const asset: Asset = { id, village, class: class_, name: `${village.name}${chance.of(['东', '西', '南', '北', '一组', '二组', '三组'])}${kind}`, original: chance.int(2, 80) * 1_000_000, area, purpose: kind, status: state, parcel };
  e.assets.push(asset);
  return asset;
}

export function makeParcel(chance: Chance, village: Village, e: Estate, owner: Owner, landClass: string, area: number, asset: string): Parcel {
  const x = 111 + (village.index % 15) * 0.02 + chance.int(0, 150) / 10_000;
  const y = 28 + Math.floor(village.index / 15) * 0.02 + chance.int(0, 150) / 10_000;
  return { id: `DK${village.code.slice(4)}${String(e.parcels.length + 1).padStart(5, '0')}`, village, owner, landClass, area, purpose: landClass === '建设用地' ? '经营' : '种养', occupied: true, occupier: owner === 'household' ? '农户' : '承租人', asset, corner: [x, y] };
}

/** A lease as it should be: near what its neighbours pay, signed before it begins, with years still to run. */
export function lease(chance: Chance, e: Estate, asset: Asset, party: Party, more: Partial<Contract> = {}): Contract {
  const landClass = asset.parcel?.landClass ?? '建设用地';
  const from = more.from ?? dayOf(chance.int(2021, 2025), chance.int(1, 12), 1);
  const years = chance.int(6, 12);
  const to = more.to ?? from + Math.round(years * 365.25) - 1;
  const rent = Math.round((RENT[landClass] as number) * asset.area * (0.86 + chance.next() * 0.28) * townLevel(asset.village) / 100) * 100;
  const contract: Contract = {
    no: `HT${asset.village.code.slice(4)}-${String(e.contracts.length + 1).padStart(5, '0')}`, type: 'lease', village: asset.village, party, asset: asset.id, parcel: asset.parcel?.id ?? '', project: '',
    landClass, area: asset.area, price: rent * years, rent, from, to, signed: from - chance.int(3, 40), status: 'active', ...more,
  };
  e.contracts.push(contract);
  for (let due = from; due < Math.min(contract.to, day('2026-09-30')); due += 365) {
    if (due > START) e.receivables.push({ contract: contract.no, village: contract.village, due, fen: contract.rent, receivedAt: due + chance.int(0, 25), received: contract.rent });
  }
  return contract;
}
const townLevel = (v: Village): number => 0.8 + ((v.town.code.charCodeAt(7) * 7 + v.town.code.charCodeAt(8) * 3) % 10) / 20;

export function trade(chance: Chance, e: Estate, asset: Asset, winner: Party, dealAt: Day, contract: string, mode: Trade['mode'], deal: number): Trade {
  const t: Trade = { no: `JY2026${String(e.trades.length + 1).padStart(5, '0')}`, asset: asset.id, parcel: asset.parcel?.id ?? '', village: asset.village, mode, start: Math.round(deal * 0.9), deal, winner, listed: dealAt - chance.int(15, 30), dealAt, contract };
  e.trades.push(t);
  return t;
}
