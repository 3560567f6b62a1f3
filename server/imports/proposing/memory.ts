import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import { fingerprintOf, type Mapping, type Remembered } from './mapping.ts';
import type { Header } from '../reading/types.ts';

type Row = { sender: string; register: string; fingerprint: string; headers: Header[]; mapping: Mapping; settled_by: 'proposal' | 'person'; last_used: Date };

/** How this sender's tables were mapped before, the last used first. */
export async function remembered(db: Database, sender: string | null): Promise<Remembered[]> {
  const rows = await db.withTables<{ remembered_mapping: Row }>().selectFrom('remembered_mapping').selectAll()
    .where('sender', '=', sender ?? '').orderBy('last_used', 'desc').limit(500).execute();
  return rows.map(({ settled_by: settledBy, last_used: lastUsed, ...row }) => ({ ...row, settledBy, lastUsed }));
}

/** How each sender's tables were mapped before this command: asked before it remembers anything of that sender. Files of one command are one
 *  delivery, and one of them says nothing of what changed since the last. */
export function lastTime(db: Database): (sender: string | null) => Promise<Remembered[]> {
  const asked = new Map<string, Promise<Remembered[]>>();
  return (sender) => asked.get(sender ?? '') ?? asked.set(sender ?? '', remembered(db, sender)).get(sender ?? '')!;
}

/** Keeps a settled mapping for next month. What a person settled is never replaced by what was proposed. `at`: when the command began, the same
 *  for all its tables. */
export async function remember(db: Database, sender: string | null, headers: readonly Header[], mapping: Mapping, settledBy: 'proposal' | 'person', at: Date): Promise<void> {
  await sql`
    insert into remembered_mapping (sender, register, fingerprint, headers, mapping, settled_by, first_used, last_used)
    values (${sender ?? ''}, ${mapping.register}, ${fingerprintOf(headers)}, ${JSON.stringify(headers)}::jsonb, ${JSON.stringify(withoutStated(mapping))}::jsonb, ${settledBy}, ${at}, ${at})
    on conflict (sender, register, fingerprint) do update set last_used = excluded.last_used, headers = excluded.headers,
      mapping = case when remembered_mapping.settled_by = 'person' and excluded.settled_by = 'proposal' then remembered_mapping.mapping else excluded.mapping end,
      settled_by = case when remembered_mapping.settled_by = 'person' then 'person' else excluded.settled_by end`.execute(db);
}

/** What one month's title stated (its quarter, its village, its programme) must not be taken for next month's: only cells are
 *  remembered, and what a title states is read anew each time. */
function withoutStated(mapping: Mapping): Mapping {
  return { ...mapping, columns: Object.fromEntries(Object.entries(mapping.columns).filter(([, source]) => !('constant' in source))) };
}
