-- What is let go is told reason by reason, each for its own months. Until the next run nothing says which months the old rows meant.
alter table let_go add column period_from date;
alter table let_go add column period_to date;
alter table let_go drop constraint let_go_pkey;
alter table let_go add primary key (model, subject_kind, subject, matter, reason);
-- Whoever gave a verdict, as the machine knows him; null where it was given before this was kept.
alter table verdict add column said_by text;
