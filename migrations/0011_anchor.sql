-- Checkpoints of the ledger anchored on a chain. Nothing here is needed by a business step or a checkpoint.

-- Which chain a contract was first seen on: a node of another chain is refused from then on.
create table anchor_contract (
  address text primary key,
  chain_id bigint not null check (chain_id > 0)
);

-- One transaction an (account, nonce), for ever: however often it is signed again, its call and its gas stay the same.
create table anchor_transaction (
  id bigint generated always as identity primary key,
  chain_id bigint not null,
  account text not null,
  nonce bigint not null check (nonce >= 0),
  contract text not null references anchor_contract (address),
  call text not null,
  gas bigint not null,
  -- sent: signed, perhaps sent, not seen mined · mined: in a block that may still vanish · final · failed: mined for good, but
  -- refused by the contract · lost: something else has its nonce.
  state text not null default 'sent' check (state in ('sent', 'mined', 'final', 'failed', 'lost')),
  -- Where it was last seen mined.
  hash text,
  block_number bigint,
  block_hash text,
  block_at bigint,
  unique (chain_id, account, nonce),
  check (state not in ('mined', 'final') or (hash is not null and block_number is not null and block_hash is not null and block_at is not null))
);
create index anchor_transaction_open on anchor_transaction (nonce) where state in ('sent', 'mined');

-- Every signature of a transaction, written down before it is sent: after a crash the same bytes are sent again, never others
-- under the same nonce but with a higher price for the same call.
create table anchor_attempt (
  hash text primary key,
  transaction_id bigint not null references anchor_transaction (id),
  raw text not null,
  -- Wei a unit of gas: the price of a chain without EIP-1559 in `fee`, and no `tip`; else the most to be paid, and the tip in it.
  fee text not null,
  tip text,
  signed_at timestamptz not null
);
create index anchor_attempt_of on anchor_attempt (transaction_id);

-- A checkpoint that is, or is to be, on the chain.
create table anchor (
  contract text not null,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  taken_at timestamptz not null,
  -- Null while it waits.
  transaction_id bigint references anchor_transaction (id),
  -- The chain already had a larger size: it is covered by that one.
  passed_over boolean not null default false,
  -- The receipt's place in the ledger, written once the transaction is final.
  leaf_index bigint unique references ledger_entry (leaf_index),
  primary key (contract, size)
);
create index anchor_waiting on anchor (contract, size) where transaction_id is null and not passed_over;
create index anchor_carried on anchor (transaction_id);
create index anchor_with_receipt on anchor (size) where leaf_index is not null;
