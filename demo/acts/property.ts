import { day } from '../world/calendar.ts';
import { type Asset, type Contract, lease, makeAsset, makeParcel, type Party, trade } from '../world/estate.ts';
import { voucher } from '../world/works.ts';
import type { Person } from '../world/people.ts';
import type { Village } from '../world/places.ts';
import { alive } from './dead.ts';
import { type Stage } from './stage.ts';

/** Collective property: let without paper, kept after the lease, let for next to nothing. */
export function property(s: Stage): void {
  unwritten(s);
  overdue(s);
  cheap(s);
}

const villages = (s: Stage, n: number): Village[] => {
  const all = s.chance.shuffle([...s.world.villages]);
  return Array.from({ length: n }, (_, i) => all[i % all.length] as Village);
};
const tenant = (s: Stage, v: Village): Party => s.take(1, (p: Person) => alive(p) && p.relation === 'head' && p.house.village.town === v.town)[0] as Person;
const asset = (s: Stage, v: Village): Asset => makeAsset(s.chance, v, s.world.estate, 'leased');
const byAsset = (a: Asset) => [{ kind: 'asset' as const, key: a.id }];
const byContract = (c: Contract) => [{ kind: 'contract' as const, key: c.no }];

function unwritten(s: Stage): void {
  for (const v of villages(s, s.wrongs)) s.wrong('asset-let-without-contract', '出租资产无合同', byAsset(asset(s, v)), {});
  for (const v of villages(s, s.about(2))) {
    const a = asset(s, v);
    lease(s.chance, s.world.estate, a, tenant(s, v), { from: day('2026-07-10'), signed: day('2026-07-05'), since: 1 });
    s.wrong('asset-let-without-contract', '出租资产无合同，三季度补签', byAsset(a), { repaired: true });
  }
  for (const v of villages(s, s.innocents)) {
    const a = asset(s, v);
    const t = trade(s.chance, s.world.estate, a, tenant(s, v), day('2026-06-02'), '', 'open', 3_000_000);
    const c = lease(s.chance, s.world.estate, a, t.winner, { from: day('2026-07-10'), signed: day('2026-07-05'), since: 1 });
    c.rent = Math.round(c.rent);
    s.innocent('asset-let-without-contract', 'traded', '刚成交，待签约', byAsset(a));
  }
  for (const owner of ['household', 'state'] as const) {
    for (const v of villages(s, s.innocents)) {
      const a = asset(s, v);
      const parcel = makeParcel(s.chance, v, s.world.estate, owner, '旱地', a.area, a.id);
      s.world.estate.parcels.push(parcel);
      a.parcel = parcel;
      s.innocent('asset-let-without-contract', 'not-collective', owner === 'state' ? '国有地' : '家庭承包地', byAsset(a));
    }
  }
}

/** A lease of ten years that ended in the first half of 2026, or long before. */
function old(s: Stage, v: Village, to: number): { a: Asset; c: Contract } {
  const a = asset(s, v);
  const c = lease(s.chance, s.world.estate, a, tenant(s, v), { from: to - 3650, to, signed: to - 3670 });
  return { a, c };
}

function overdue(s: Stage): void {
  const ends = (i: number): number => day('2025-08-31') + i * 17;
  villages(s, s.wrongs).forEach((v, i) => {
    const { c } = old(s, v, ends(i % 15));
    s.wrong('lease-expired', '到期未续仍占用', byContract(c), { amount_fen: c.rent, period: [c.to, c.to] });
  });
  for (const v of villages(s, s.about(2))) {
    const { c } = old(s, v, day('2026-07-31'));
    s.wrong('lease-expired', '到期未续仍占用（三季度）', byContract(c), { amount_fen: c.rent, period: [c.to, c.to], delivery: 2 });
  }
  for (const v of villages(s, s.about(2))) {
    const { a, c } = old(s, v, day('2026-02-28'));
    lease(s.chance, s.world.estate, a, c.party, { from: day('2026-07-15'), signed: day('2026-07-10'), since: 1 });
    s.wrong('lease-expired', '到期未续仍占用，三季度续签', byContract(c), { amount_fen: c.rent, period: [c.to, c.to], repaired: true });
  }
  villages(s, s.innocents).forEach((v, i) => {
    const { a, c } = old(s, v, ends(i));
    lease(s.chance, s.world.estate, a, c.party, { from: c.to + 1, signed: c.to - 5 });
    s.innocent('lease-expired', 'renewed', '已另签续租合同', byContract(c));
  });
  villages(s, s.innocents).forEach((v, i) => {
    const { a, c } = old(s, v, ends(i));
    trade(s.chance, s.world.estate, a, c.party, c.to + 40, '', 'open', c.rent).dealAt = c.to + 40;
    s.innocent('lease-expired', 'renewal', '正在平台重新招租', byContract(c));
  });
  villages(s, s.innocents).forEach((v, i) => {
    const { c } = old(s, v, ends(i));
    voucher(s.world.works, v, c.to + 25, 'rent', c.rent, 0, c.party, { contract: c.no, summary: '收续占租金' });
    s.innocent('lease-expired', 'holding-over', '到期后照常交租', byContract(c));
  });
  for (const v of villages(s, s.innocents)) {
    const { a, c } = old(s, v, day('2026-03-31'));
    a.status = 'idle';
    if (a.parcel) a.parcel.occupied = false;
    s.innocent('lease-expired', 'returned-land', '到期已收回', byContract(c));
  }
}

function cheap(s: Stage): void {
  const usual = (v: Village): { a: Asset; c: Contract } => {
    let a = asset(s, v);
    // Forest land is let for so little that rounding alone could hide the act.
    while (a.parcel?.landClass === '林地') {
      a.status = 'self_used';
      a = asset(s, v);
    }
    return { a, c: lease(s.chance, s.world.estate, a, tenant(s, v), { from: day('2023-03-01') + s.chance.int(0, 300) }) };
  };
  const rerent = (c: Contract, share: number): void => {
    c.price = Math.round(c.price * share);
    c.rent = Math.round((c.rent * share) / 100) * 100;
    for (const r of s.world.estate.receivables) if (r.contract === c.no) r.fen = r.received = c.rent;
  };
  for (const v of villages(s, s.wrongs)) {
    const { c } = usual(v);
    rerent(c, 0.25 + s.chance.next() * 0.15);
    s.wrong('lease-below-market', '租金远低于同类', byContract(c), { period: [c.from, c.to] });
  }
  for (const v of villages(s, s.innocents)) {
    const { c } = usual(v);
    rerent(c, 0.0001);
    c.rent = Math.max(c.rent, 100);
    s.innocent('lease-below-market', 'F-UNIT', '万元误作元', byContract(c));
  }
  for (const v of villages(s, s.innocents)) {
    const { a, c } = usual(v);
    rerent(c, 0.45);
    trade(s.chance, s.world.estate, a, c.party, c.from - 20, c.no, 'open', c.rent);
    s.innocent('lease-below-market', 'open-bid', '公开竞价成交', byContract(c));
  }
  for (const v of villages(s, s.innocents)) {
    const { a, c } = usual(v);
    rerent(c, 0.45);
    const parcel = makeParcel(s.chance, v, s.world.estate, 'household', a.parcel?.landClass ?? '旱地', a.area, a.id);
    s.world.estate.parcels.push(parcel);
    a.parcel = parcel;
    c.parcel = parcel.id;
    s.innocent('lease-below-market', 'household-land', '农户流转地', byContract(c));
  }
}
