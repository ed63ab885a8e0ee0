-- Embargoes on loading or passage, as the railways' telegrams give them.

create table embargo (
  id text primary key,
  kind text not null check (kind in ('loading', 'passage')),
  direction text not null check (direction in ('export', 'import', 'both')),
  places text[] not null check (cardinality(places) > 0),
  from_at timestamptz not null,
  -- Null: until further notice.
  until_at timestamptz check (until_at > from_at),
  telegram text not null,
  reason text,
  entered_by text not null references organisation,
  entered_at timestamptz not null,
  changed_at timestamptz,
  withdrawn_at timestamptz
);
create index embargo_order on embargo (from_at desc, id desc);
