-- Several models on one subject and programme are one matter, not five: each warning names the first of its matter (itself, where it stands alone).
alter table warning add column first_of_matter text references warning on delete set null;
update warning set first_of_matter = id;
create index warning_matter on warning (first_of_matter);
create index warning_subject on warning (subject_kind, subject);
