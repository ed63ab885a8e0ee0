-- Carriages: legs before and after the train. What was said of each is added to, never written over.

create table carriage (
  id text primary key,
  -- Who arranged it, and alone may say more of it.
  organisation_id text not null references organisation,
  -- Of what was said last.
  version integer not null,
  withdrawn_at timestamptz
);

create table carriage_said (
  carriage_id text not null references carriage,
  version integer not null,
  -- In the order it was said, over all carriages: for those who ask what is new.
  number bigint generated always as identity unique,
  said_at timestamptz not null,
  -- Null for a program with an API key.
  member_id text,
  stage text not null check (stage in ('pre', 'on')),
  mode text not null check (mode in ('sea', 'rail', 'road', 'air', 'inland_water')),
  carrier text not null,
  conveyance text,
  voyage text,
  from_place text not null,
  from_name text,
  to_place text not null,
  to_name text,
  planned_departure_at timestamptz not null,
  planned_arrival_at timestamptz not null check (planned_arrival_at > planned_departure_at),
  departed_at timestamptz,
  arrived_at timestamptz check (arrived_at > departed_at),
  primary key (carriage_id, version)
);

create index carriage_said_by_time on carriage_said (said_at);

create table carriage_container (
  container_id text not null references container,
  carriage_id text not null references carriage,
  primary key (container_id, carriage_id)
);
create index carriage_container_of_carriage on carriage_container (carriage_id);
