import { factColumns } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, literal, quoted } from '../duckdb.ts';
import type { Home } from '../home.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import { type Exclusion, type Programme, loadVocabulary } from '../registers/programmes/vocabulary.ts';

/** Adds to the delivered policies and exclusions what the national rules say of programmes of which the county delivered nothing.
 *  These rows have no address (`_ref` is null): nobody delivered them, so no warning cites them as evidence. */
export async function addVocabulary(duck: Duck, home: Partial<Pick<Home, 'registers'>>, catalogue: Pick<Catalogue, 'get'>, registers: readonly string[]): Promise<void> {
  const wanted = new Set(registers);
  const { programmes, exclusions } = loadVocabulary(...(home.registers ? [home.registers] : []));
  if (wanted.has('subsidy_policy')) {
    await append(duck, catalogue.get('subsidy_policy'), [...programmes.values()].map(policyRow), 'd.policy = v.policy');
  }
  if (wanted.has('policy_exclusion')) {
    const same = 'd.policy_a = v.policy_a and d.policy_b = v.policy_b or d.policy_a = v.policy_b and d.policy_b = v.policy_a';
    await append(duck, catalogue.get('policy_exclusion'), exclusions.map(exclusionRow), same);
  }
}

type Values = Record<string, string | number | boolean | null | undefined>;

const policyRow = ({ id, title, department, basis, traits }: Programme): Values => ({ policy: id, policy_delivered: title.zh, name: title.zh, department, basis, ...traits });
const exclusionRow = ({ a, b, from, to, grace_months, clause }: Exclusion): Values => ({
  policy_a: a, policy_b: b, from_date: from, from_date_precision: 'day', to_date: to, to_date_precision: to && 'day', grace_months, clause,
});

async function append(duck: Duck, register: Register, rows: Values[], same: string): Promise<void> {
  const columns = factColumns(register);
  const values = rows.map((row) => `(${columns.map(({ name, type }) => `cast(${sqlOf(row[name])} as ${type})`).join(', ')})`);
  const name = quoted(register.id);
  const { kind } = await duck.row<{ kind: string }>(`select table_type as kind from information_schema.tables where table_name = ${literal(register.id)}`);
  await duck.run(`create or replace temp table delivered as select * from ${name}`);
  await duck.run(`drop ${kind === 'VIEW' ? 'view' : 'table'} ${name}`);
  await duck.run(`create table ${name} as select * from delivered union all by name
    select * from (values ${values.join(', ')}) v(${columns.map(({ name }) => quoted(name)).join(', ')}) where not exists (select 1 from delivered d where ${same})`);
  await duck.run('drop table delivered');
}

const sqlOf = (value: Values[string]): string => (value === null || value === undefined ? 'null' : typeof value === 'string' ? literal(value) : String(value));
