-- Keys that the ledger says were made and ended while the database that knew them was lost: whose they were nobody here knows, but none is
-- ever entered again.
create table ended_key (
  kid text primary key,
  reason text not null check (reason in ('rotated', 'compromised')),
  noted_at timestamptz not null
);
