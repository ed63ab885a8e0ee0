-- The passport of a container and the ledger under it. What is sequenced is never changed again: triggers refuse it.

create table passport (
  code text primary key,
  container_id text not null unique,
  departure_id text not null,
  created_at timestamptz not null
);

-- Everything that is, or waits to be, in the ledger. `position` is the order of arrival, `leaf_index` the place in the tree.
create table ledger_entry (
  position bigint generated always as identity primary key,
  leaf_index bigint unique check (leaf_index >= 0),
  entry bytea not null,
  -- What the entry hashed to when it was made; compared with what is read back before every signature.
  leaf_hash bytea not null unique
);
create index ledger_entry_waiting on ledger_entry (position) where leaf_index is null;

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
  position bigint not null unique references ledger_entry (position),
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
  position bigint not null unique references ledger_entry (position),
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

create trigger ledger_entry_kept before delete or truncate on ledger_entry
  for each statement execute function ledger_refuse_rewriting();
create trigger ledger_entry_once before update on ledger_entry for each row
  when (old.leaf_index is not null or new.entry <> old.entry or new.leaf_hash <> old.leaf_hash)
  execute function ledger_refuse_rewriting();
create trigger passport_statement_kept before update or delete on passport_statement
  for each row execute function ledger_refuse_rewriting();
