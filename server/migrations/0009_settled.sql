-- A quarantined row is settled once: released by one standing batch, or dismissed by a person who says why. Until then it is one entry, with the
-- newest reason, however often it comes back.
ALTER TABLE quarantine
  ADD COLUMN corrected bytea,                  -- the row as it last came back and was still wrong, sealed like the delivered one
  ADD COLUMN dismissed_at timestamptz,
  ADD COLUMN dismissed_because text,
  ADD CONSTRAINT quarantine_settled_once CHECK (resolved_by IS NULL OR dismissed_at IS NULL);

-- Which delivered row a row of a corrected workbook was: it is cited as the one it came from. Stays when the batch ends, so that evidence stays readable.
CREATE TABLE correction (
  batch bigint NOT NULL REFERENCES batch ON DELETE CASCADE,
  source smallint NOT NULL,
  row integer NOT NULL,
  quarantine bigint NOT NULL REFERENCES quarantine ON DELETE CASCADE,
  PRIMARY KEY (batch, source, row)
);

-- Events that nobody dated are dated by the newest day in their own rows.
ALTER TABLE batch DROP CONSTRAINT batch_as_at_from_check;
ALTER TABLE batch ADD CONSTRAINT batch_as_at_from_check CHECK (as_at_from IN ('report', 'title', 'file', 'delivered', 'rows', 'clock'));
