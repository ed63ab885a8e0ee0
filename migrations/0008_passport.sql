-- The passport of a container and the ledger under it. What is sequenced is never changed again: triggers refuse it.

create table passport (
  code text primary key,
  container_id text not null unique,
  departure_id text not null,
  created_at timestamptz not null
);

-- Everything in the ledger, or yet to be covered by its head, at its place in the tree. Places have no gaps: whoever writes
-- entries holds the next place until its transaction ends, and gives it back when that fails.
create table ledger_entry (
  leaf_index bigint primary key check (leaf_index >= 0),
  entry bytea not null,
  -- What the entry hashed to when it was made; compared with what is read back before every signature.
  leaf_hash bytea not null
);
create table ledger_next (
  singleton boolean primary key default true check (singleton),
  leaf_index bigint not null check (leaf_index >= 0)
);
insert into ledger_next (leaf_index) values (0);

-- C2SP tlog-tiles. A row holds the tile as wide as it has grown; narrower ones are its beginning.
create table ledger_tile (
  level smallint not null,
  index bigint not null,
  hashes bytea not null check (octet_length(hashes) between 32 and 8192),
  primary key (level, index)
);

-- The last signed head: one row, moved on by compare-and-swap on its size.
create table ledger_head (
  singleton boolean primary key default true check (singleton),
  size bigint not null,
  root bytea not null,
  checkpoint text not null,
  signed_at timestamptz not null
);

-- Whose key a party signs with, as the ledger attests it.
create table passport_key (
  kid text primary key,
  leaf_index bigint not null unique references ledger_entry (leaf_index),
  organisation_id text not null,
  kind text not null,
  -- Null where the name is told to the entitled only.
  names jsonb,
  restricted_salt bytea not null,
  restricted_content text not null
);

-- The contents of statements, canonical JSON, with the salts that open their digests.
create table passport_statement (
  container_id text not null references passport (container_id),
  sequence integer not null,
  leaf_index bigint not null unique references ledger_entry (leaf_index),
  kid text not null references passport_key (kid),
  organisation_id text not null,
  public_salt bytea not null,
  public_content text not null,
  restricted_salt bytea not null,
  restricted_content text not null,
  primary key (container_id, sequence)
);

create function ledger_refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % of % refused', tg_op, tg_table_name;
end $$;

create trigger ledger_entry_kept before update or delete or truncate on ledger_entry
  for each statement execute function ledger_refuse_rewriting();
create trigger passport_statement_kept before update or delete on passport_statement
  for each row execute function ledger_refuse_rewriting();
