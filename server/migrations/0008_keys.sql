-- What the keys of the home make of a fixed text: a home under other keys would take every person for a new one, and say nothing.
ALTER TABLE person_map ADD COLUMN keys_check bigint;
