-- What a warning was compared with, as it stood when it was last found: {unit, n, rows: [[address, value], …]}; null where nothing was compared.
alter table warning add column compared jsonb;
