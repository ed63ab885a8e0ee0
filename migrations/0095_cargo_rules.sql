-- What trains do not carry, or only with the operator's word: dated entries of lists, each with its source. And what was found of
-- each booking by them, with what an operator carried all the same and why.

create table restriction (
  id text primary key,
  rule text not null,
  effect text not null check (effect in ('refuse', 'ask', 'warn')),
  direction text not null check (direction in ('export', 'import', 'both')),
  places text[] not null,
  owners text[] not null,
  equipment text[] not null,
  hs text[] not null,
  un text[] not null,
  classes text[] not null,
  papers text[] not null,
  axis text,
  kg_max integer,
  cm_max integer,
  from_day date not null,
  -- Null: until further notice.
  until_day date check (until_day >= from_day),
  why jsonb,
  source text not null,
  -- Null: came with landbridge.
  entered_by text references organisation,
  entered_at timestamptz not null,
  changed_at timestamptz,
  withdrawn_at timestamptz
);
create index restriction_order on restriction (entered_at desc, id desc) where withdrawn_at is null;
create index restriction_of on restriction (entered_by) where withdrawn_at is null;

alter table booking add column findings jsonb not null default '[]';
-- Few bookings have any.
create index booking_findings on booking using gin (findings jsonb_path_ops) where findings <> '[]';

alter table booking_line
  add column oversize jsonb,
  add column temperature_c smallint;
alter table cargo_line add column dangerous jsonb;

-- Kept whatever becomes of the booking: who carried what against which rule, and why.
create table cargo_waiver (
  booking_id text not null references booking,
  sequence integer not null,
  departure_id text not null references departure,
  finding jsonb not null,
  reason text not null,
  organisation_id text not null references organisation,
  member_id text,
  at timestamptz not null,
  primary key (booking_id, sequence)
);
