-- Delivered files, the batches they became, where each row came from, and what could not be read.

create table delivery (
  id bigint generated always as identity primary key,
  sha256 text not null,
  file text not null,                          -- as delivered, below the folder that was named
  bytes bigint not null,
  format text not null,
  encoding text,
  delimiter text,
  sender text,
  command text not null,                       -- one `mingjian import`: files of one command are one sending
  state text not null check (state in ('staged', 'active', 'ended')),
  began_at timestamptz not null
);
create index delivery_sha256 on delivery (sha256);
create index delivery_staged on delivery (id) where state = 'staged';

-- One register's rows out of one delivered file. Staged batches are invisible; a whole delivery is activated in one transaction.
create table batch (
  id bigint generated always as identity primary key,
  delivery bigint not null references delivery,
  register text not null,
  register_version integer not null,
  as_at date not null,                         -- the day the rows speak of
  as_at_from text not null check (as_at_from in ('report', 'title', 'file', 'delivered', 'clock')),
  state text not null check (state in ('staged', 'active', 'retired', 'replaced')),
  supplements bigint references batch,         -- rows corrected out of another batch's quarantine; they count as part of it
  replaced_by bigint references batch,
  rows bigint not null default 0,
  accepted bigint not null default 0,
  quarantined bigint not null default 0,
  quality jsonb not null default '{}',
  activated_at timestamptz,
  ended_at timestamptz,
  ended_because text
);
create index batch_delivery on batch (delivery);
create index batch_active on batch (register) where state = 'active';

-- One table of a delivered file: row addresses (_ref) name it by its number within the batch.
create table source (
  batch bigint not null references batch on delete cascade,
  number smallint not null,
  sheet text,
  table_index integer not null,
  header_rows integer[] not null,
  headers text[] not null,
  mapping jsonb not null,
  content text not null,                       -- hash of file, table and mapping: what makes a second delivery the same
  active boolean not null default false,
  rows bigint not null default 0,
  accepted bigint not null default 0,
  quarantined bigint not null default 0,
  primary key (batch, number)
);
create unique index source_content on source (content) where active;  -- two imports of one file at once: the second finds it delivered

-- Which towns a batch speaks of, and for which time. An omission outside ends nothing and is never an absence.
create table batch_town (
  batch bigint not null references batch on delete cascade,
  town bigint not null,                        -- 12-digit code that ends in zeros; 0 where rows name no place
  rows bigint not null,
  period_from date,
  period_to date,
  primary key (batch, town)
);

create table quarantine (
  id bigint generated always as identity primary key,
  batch bigint not null references batch on delete cascade,
  source smallint not null,
  row integer not null,                        -- line or sheet row in the delivered file, from 1
  col integer,                                 -- delivered column, from 1
  name text,                                   -- register column
  header text,
  code text not null,
  reason jsonb not null,                       -- words in both languages, without the value
  remedy jsonb not null,
  shown text,                                  -- the value, masked where it is personal
  sealed bytea not null,                       -- the whole delivered row, so that it can be given back for correction
  resolved_by bigint references batch
);
create index quarantine_batch on quarantine (batch, source, row);

-- Tables that no mapping was settled for, with what is missing.
create table waiting (
  id bigint generated always as identity primary key,
  sha256 text not null,
  file text not null,
  sheet text,
  table_index integer not null,
  sender text,
  encoding text,
  delimiter text,
  header_rows integer[] not null,
  headers text[] not null,
  proposal jsonb not null,
  since timestamptz not null,
  unique (sha256, table_index)
);
