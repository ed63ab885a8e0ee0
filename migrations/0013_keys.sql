-- Keys that parties sign with come and go: replaced, given up as compromised, or kept by the party itself.

alter table organisation_key
  -- Null where the organisation keeps the key itself.
  alter column sealed_seed drop not null,
  add column revoked_at timestamptz,
  add column revoked_for text check (revoked_for in ('rotated', 'compromised')),
  add check ((revoked_at is null) = (revoked_for is null));
-- Each organisation signs with one key at a time.
create unique index organisation_key_active on organisation_key (organisation_id) where revoked_at is null;

-- The place of the entry that ends the key; nothing signed with it counts from there on.
alter table passport_key
  add column revoked_leaf_index bigint unique references ledger_entry (leaf_index);

-- Steps whose party keeps its key itself and has yet to sign, and the later steps of those containers, which are chained to them.
create table passport_unsigned (
  container_id text not null references passport (container_id),
  sequence integer not null,
  -- Whose signature is waited for.
  organisation_id text not null,
  -- The event container.step_taken.
  step jsonb not null,
  said_at timestamptz not null,
  -- What is to be signed, made when its turn comes: with which key, and the salted parts. Null before.
  kid text references passport_key (kid),
  draft jsonb,
  primary key (container_id, sequence),
  check ((kid is null) = (draft is null))
);
create index passport_unsigned_of_organisation on passport_unsigned (organisation_id, said_at) where draft is not null;
