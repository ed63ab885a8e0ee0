-- Lines, their stops and parties, and departures with the account of slots.

create table service (
  id text primary key,
  operator_id text not null references organisation,
  name_zh text not null,
  name_en text not null,
  name_ru text not null,
  origin text not null,
  destination text not null,
  created_at timestamptz not null
);

create table service_stop (
  service_id text not null references service,
  position integer not null,
  station text not null,
  planned_offset_minutes integer not null,
  gauge_mm integer not null,
  primary key (service_id, position),
  unique (service_id, station)
);
create index service_stop_station on service_stop (station, service_id);

-- Who works on the line besides its operator.
create table service_party (
  service_id text not null references service,
  organisation_id text not null references organisation,
  kind text not null,
  primary key (service_id, organisation_id)
);

create table departure (
  id text primary key,
  service_id text not null references service,
  train_number text not null,
  departs_on date not null,
  departs_at timestamptz not null,
  booking_cutoff_at timestamptz not null,
  documents_cutoff_at timestamptz not null,
  gate_in_cutoff_at timestamptz not null,
  release_cutoff_at timestamptz not null,
  loading_starts_at timestamptz not null,
  capacity_teu integer not null,
  booked_teu integer not null default 0,
  state text not null,
  departed_at timestamptz,
  created_at timestamptz not null,
  -- The last word on capacity, whatever the code above it does.
  check (booked_teu between 0 and capacity_teu),
  check (state in ('scheduled', 'departed', 'arrived', 'cancelled')),
  unique (service_id, train_number, departs_on)
);
create index departure_order on departure (departs_at, id);
create index departure_of_service on departure (service_id, departs_at, id);
