-- What the ledger's witnesses have seen of it. Nothing here is needed by a business step or a checkpoint.

-- What each witness told last, by its name in the policy.
create table witness_seen (
  name text primary key,
  size bigint not null check (size >= 0),
  at timestamptz not null
);

-- Published checkpoints with the cosignatures gathered so far: the newest that satisfies the policy, and what is newer.
create table witness_checkpoint (
  size bigint primary key check (size >= 0),
  note text not null
);
