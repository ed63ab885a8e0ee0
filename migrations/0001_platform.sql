-- What the platform itself keeps: the outbox with its followers' positions, and replies to repeated commands.

create table outbox (
  position bigint generated always as identity primary key,
  -- The writing transaction: followers read in (xid, position) order, up to the oldest one still running,
  -- so that an event committed late is never passed over.
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  kind text not null,
  payload jsonb not null
);
create index outbox_order on outbox (xid, position);

create table follower (
  name text primary key,
  xid xid8 not null default '0',
  position bigint not null default 0
);

create table idempotency (
  scope text not null,
  key text not null,
  fingerprint text not null,
  reply jsonb,
  at timestamptz not null,
  primary key (scope, key)
);
create index idempotency_age on idempotency (at);
