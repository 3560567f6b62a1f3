-- Who is who. A person's number is never here in plain: only its keyed digest, and the number sealed with a key of the home.

-- The version of the key under which the digests below were made, and how many people they are. Whoever enters people or rotates the key holds this row.
CREATE TABLE person_map (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  version integer NOT NULL,
  people  bigint  NOT NULL
);
INSERT INTO person_map (version, people) VALUES (1, 0);

-- digest: first 128 bits of the keyed HMAC of the normalised number. person_id: random, permanent, 1 … 2^62-1; provisional ids lie above.
CREATE TABLE person_key (
  digest    uuid   NOT NULL PRIMARY KEY,
  person_id bigint NOT NULL UNIQUE CHECK (person_id > 0 AND person_id < 4611686018427387904),
  sealed    bytea  NOT NULL
);

-- Every look behind an id, written before the answer leaves. Never changed, never deleted.
CREATE TABLE reveal (
  id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL,
  by      text        NOT NULL,
  purpose text        NOT NULL,
  what    text        NOT NULL CHECK (what IN ('person', 'cell', 'original', 'lookup')),
  targets jsonb       NOT NULL
);
REVOKE UPDATE, DELETE, TRUNCATE ON reveal FROM :app;
