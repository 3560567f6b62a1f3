import type { Database } from '../../db.ts';
import { partsOf, selectParts } from '../../lake/parts.ts';
import { learnPolicyCodes } from '../../registers/programmes/programmes.ts';
import { learnRegions, type Told } from '../../registers/places/region-store.ts';
import type { Workshop } from './workshop.ts';

/** Some registers teach the house how to read the others: the list of regions its places, the list of policies its programme codes.
 *  In the transaction that makes the batch stand, so that neither is ever without the other. */
export async function learnFrom(shop: Workshop, tx: Database, register: string, batch: bigint): Promise<void> {
  if (register === 'region') await learnRegions(tx, await regionsOf(shop, batch), String(batch));
  if (register === 'subsidy_policy') await learnPolicies(shop, tx, batch);
}

const rowsOf = async ({ duck, house, catalogue }: Workshop, register: string, batch: bigint): Promise<string> =>
  selectParts(duck, partsOf(house.home, register, [{ id: batch }]), catalogue.get(register));

async function regionsOf(shop: Workshop, batch: bigint): Promise<Told[]> {
  const rows = await shop.duck.rows<{ code: bigint; name: string; from: string | null; to: string | null; merged: bigint | null }>(
    `select code, name, from_date as "from", case when to_date < date '9999-01-01' then to_date end as "to", merged_into as merged from (${await rowsOf(shop, 'region', batch)})`,
  );
  return rows.map(({ code, name, from, to, merged }) => ({ code: Number(code), name, from, to, mergedInto: merged === null ? null : Number(merged) }));
}

async function learnPolicies(shop: Workshop, tx: Database, batch: bigint): Promise<void> {
  const pairs = await shop.duck.rows<{ code: string; name: string }>(
    `select distinct policy_delivered as code, name from (${await rowsOf(shop, 'subsidy_policy', batch)}) where policy_delivered is not null`,
  );
  await learnPolicyCodes(tx, shop.vocabulary, { region: Number(shop.house.home.region), sender: '' }, pairs);
}
