-- How far the audit of the accounts of slots has come: what has not moved since was checked, and is not checked again at each start.
create table slot_audit (
  single boolean primary key default true check (single),
  moved_since timestamptz not null
);
