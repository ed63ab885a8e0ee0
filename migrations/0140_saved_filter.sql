-- Filters of lists that a member keeps by name: what stands in the address of the list, field by field.
create table saved_filter (
  id text primary key,
  member_id text not null references member,
  screen text not null check (screen in ('bookings', 'containers', 'departures')),
  name text not null,
  fields jsonb not null,
  -- Shown when the list is opened without a filter of its own.
  is_default boolean not null,
  created_at timestamptz not null,
  unique (member_id, screen, name)
);
create unique index saved_filter_default on saved_filter (member_id, screen) where is_default;
