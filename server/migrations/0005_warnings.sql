-- Runs of the models, what they counted, the warnings that stand, and what people said of them.

create table run (
  id bigint generated always as identity primary key,
  as_of date not null,
  inputs text not null,                        -- hash of the active batches, the models and their settings
  started_at timestamptz not null,
  finished_at timestamptz not null,
  constraint run_order check (finished_at >= started_at)
);

create table run_model (
  run bigint not null references run on delete cascade,
  model text not null,
  version integer not null,
  content_hash text not null,                  -- of the model as it ran, so that a result of last year can be explained
  outcome text not null check (outcome in ('done', 'held', 'not_assessable', 'failed')),
  reason text,                                 -- which source is missing or stale, why it was held or failed
  asked bigint,
  settings jsonb not null,
  millis integer not null,
  primary key (run, model)
);

-- The four results, per model and town. Absence of data is counted here and is never a hit.
create table run_count (
  run bigint not null references run on delete cascade,
  model text not null,
  region bigint not null default 0,            -- the town's code; 0 where the row names no place
  result text not null check (result in ('hit', 'identity', 'let_go', 'not_assessable')),
  reason text not null default '',
  n bigint not null,
  primary key (run, model, region, result, reason)
);

-- What the newest run that could ask the question let go, and by which exception.
create table let_go (
  model text not null,
  subject_kind text not null,
  subject text not null,
  matter text not null,
  reason text not null,
  region bigint,
  run bigint not null references run,
  evidence bigint[] not null,
  primary key (model, subject_kind, subject, matter)
);

create table warning (
  id text primary key,                         -- from model, subject and matter: the same matter keeps its number for ever
  model text not null,
  model_version integer not null,
  subject_kind text not null,
  subject text not null,                       -- internal id (person, token) or the public identifier
  matter text not null,
  region bigint,
  period_from date,
  period_to date,
  amount bigint,                               -- fen
  tier smallint not null check (tier between 1 and 3),
  level text not null check (level in ('red', 'yellow', 'blue')),
  use text not null check (use in ('warn', 'screen', 'identity')),
  measures jsonb not null,
  settings jsonb not null,                     -- the values in force at that moment
  facts_hash text not null,                    -- of everything the question looked at; a verdict holds while it stays
  state text not null check (state in ('new', 'persisting', 'changed', 'gone')),
  first_run bigint not null references run,
  last_run bigint not null references run,     -- the newest run that found it
  assessed_run bigint not null references run  -- the newest run that could have found it
);
create index warning_model on warning (model, state);
create index warning_region on warning (region);

-- The evidence as it stood when the warning was last raised or changed: masked, identity by reference only.
create table warning_evidence (
  warning text not null references warning on delete cascade,
  ref bigint not null,
  batch bigint not null references batch,        -- a cited batch may be retired, never deleted
  register text not null,
  facts jsonb not null,
  names text,                                  -- the column of this row that names the subject, where that is personal
  primary key (warning, ref)
);
create index warning_evidence_batch on warning_evidence (batch);

-- History is added to, never changed; the newest verdict counts.
create table verdict (
  id bigint generated always as identity primary key,
  warning text not null references warning,
  outcome text not null check (outcome in ('innocent', 'substantiated', 'partly', 'business_error', 'unable')),
  code text,
  because text not null,
  facts_hash text not null,                    -- the facts it was said of
  said_at timestamptz not null,
  constraint innocent_says_why check (outcome <> 'innocent' or code is not null)
);
create index verdict_warning on verdict (warning, id desc);
