-- Positions from lists that agents mail: each with whose it is, which file it stood in, and how exact it is.

create table position_list (
  id text primary key,
  organisation_id text not null references organisation (id),
  file_name text not null,
  sha256 bytea not null,
  imported_at timestamptz not null,
  -- Null for a program with an API key.
  imported_by text,
  -- Rows that became positions, stood in a list before, and could not be taken.
  kept int not null,
  known int not null,
  refused int not null
);
create index position_list_of_organisation on position_list (organisation_id, id desc);

create table listed_position (
  container_id text not null references container (id),
  at timestamptz not null,
  organisation_id text not null references organisation (id),
  latitude_e7 int not null,
  longitude_e7 int not null,
  list_id text not null references position_list (id),
  -- As Excel counts them.
  row int not null,
  -- Null where the list gave coordinates and no station.
  station text,
  precision text not null check (precision in ('station', 'coordinates')),
  status text,
  remarks text,
  wagon text,
  received_at timestamptz not null,
  -- A list that is sent again gives nothing twice; one that was corrected keeps both.
  primary key (container_id, at, organisation_id, latitude_e7, longitude_e7)
);
create index listed_position_of_list on listed_position (list_id, row);

-- Which column of a sheet is what, remembered by whose and by the sheet's headings.
create table position_list_mapping (
  organisation_id text not null references organisation (id),
  shape bytea not null,
  mapping jsonb not null,
  used_at timestamptz not null,
  primary key (organisation_id, shape)
);

-- How an organisation's agents write a station, taught once.
create table station_alias (
  organisation_id text not null references organisation (id),
  key text not null,
  typed text not null,
  station text not null,
  taught_at timestamptz not null,
  primary key (organisation_id, key)
);

-- A container's newest position may be one of a list.
alter table container_position alter column tracker_id drop not null;
alter table container_position
  add column list_id text,
  add column precision text not null default 'gps' check (precision in ('gps', 'station', 'coordinates')),
  add constraint container_position_source check ((tracker_id is null) <> (list_id is null));
