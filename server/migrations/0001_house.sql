-- The house itself: which home this database belongs to. One row; a second home on one database would mix two counties' people.
CREATE TABLE house (
  one      boolean     PRIMARY KEY DEFAULT true CHECK (one),
  id       uuid        NOT NULL,
  training boolean     NOT NULL,
  region   bigint      NOT NULL,
  created  timestamptz NOT NULL DEFAULT now()
);
