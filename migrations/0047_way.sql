-- What a container's tracker saw by itself, and when the container is expected.

-- Areas of stations that differ from the usual circle; the platform's count where an operator has drawn none of its own.
create table geofence (
  station text not null,
  organisation_id text not null references organisation,
  fence jsonb not null,
  drawn_at timestamptz not null,
  primary key (station, organisation_id)
);

-- Once for each container, station and kind, however often its fixes are read.
create table seen_milestone (
  container_id text not null,
  station text not null,
  kind text not null check (kind in ('arrived', 'departed', 'passed', 'border_crossed')),
  at timestamptz not null,
  fixes integer not null,
  seen_at timestamptz not null,
  -- When fixes that came late moved it.
  corrected_at timestamptz,
  primary key (container_id, station, kind)
);

-- How far the fixes have been read: the newest version of container_position, and for each container when all of them were.
create table milestone_reading (
  id boolean primary key default true check (id),
  version bigint not null
);
insert into milestone_reading (version) values (0);
create table container_reading (
  container_id text primary key,
  whole_read_at timestamptz not null
);

-- Trains that have arrived: when they passed each point of their lane.
create table finished_run (
  departure_id text primary key references departure,
  lane text not null,
  weekday integer not null check (weekday between 0 and 6),
  departed_at timestamptz not null,
  times timestamptz[] not null,
  containers integer not null
);
create index finished_run_of_lane on finished_run (lane, departed_at desc);

-- Every estimate that was told, the newest last.
create table eta (
  container_id text not null references container,
  number integer not null,
  made_at timestamptz not null,
  because text not null check (because in ('step', 'seen', 'position')),
  p50_at timestamptz not null,
  p90_at timestamptz not null check (p90_at >= p50_at),
  basis text not null check (basis in ('weekday', 'lane', 'timetable')),
  confidence text not null check (confidence in ('confirmed', 'provisional', 'timetable')),
  runs integer not null,
  -- Expected at each point of the lane, for legs and embargoes.
  points timestamptz[] not null,
  primary key (container_id, number)
);
