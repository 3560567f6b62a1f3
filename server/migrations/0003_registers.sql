-- Places, programme names and mappings: what a county's own words mean.

-- One row while a region had one name and one place. Codes have 12 digits, groups under a village 15 (village and three of our own).
create table region (
  code bigint not null,
  name text not null,
  level text not null check (level in ('province', 'city', 'county', 'town', 'village', 'group')),
  parent bigint,
  valid_from date not null default '0001-01-01',
  valid_to date,                               -- null: still so
  merged_into bigint,
  source text not null,                        -- 'seed', 'local' (group codes of our own), or the batch that told it
  primary key (code, valid_from)
);

-- What a sender writes for a programme. Proposals wait for a person; only confirmed rows resolve.
create table programme_alias (
  id bigint generated always as identity primary key,
  region bigint not null,
  sender text not null,                        -- '' : every sender of the region
  delivered text not null,
  folded text not null,
  valid_from date not null default '0001-01-01',
  valid_to date,
  programme text,                              -- null: nothing comes near, somebody must say
  confidence real not null,
  state text not null check (state in ('proposed', 'confirmed', 'refused')),
  because text not null,
  first_seen timestamptz not null default now(),
  decided_at timestamptz,
  unique (region, sender, folded, valid_from)
);

-- How a sender's tables were mapped, so that next month's is only compared.
create table remembered_mapping (
  sender text not null,
  register text not null,
  fingerprint text not null,
  headers jsonb not null,
  mapping jsonb not null,
  settled_by text not null check (settled_by in ('proposal', 'person')),
  first_used timestamptz not null default now(),
  last_used timestamptz not null default now(),
  primary key (sender, register, fingerprint)
);
