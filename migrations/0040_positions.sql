-- Positions as narrow rows: a tracker by its number, coordinates as integers, only what is unusual beyond that. A corridor sends hundreds
-- of millions a year, and a container's whole journey must be read from the index alone.

alter table tracker add column number int generated always as identity unique;


-- `jump`: further from the fix before it than a train or a truck can have come.
create type fix_quality as enum ('good', 'no_fix', 'null_island', 'clock_ahead', 'jump');

do $$
declare
  partition text;
begin
  alter table position rename to position_wide;
  alter index position_pkey rename to position_wide_pkey;
  for partition in select inhrelid::regclass::text from pg_inherits where inhparent = 'position_wide'::regclass loop
    execute format('alter table %I rename to %I', partition, partition || '_wide');
    execute format('alter index %I rename to %I', partition || '_pkey', partition || '_wide_pkey');
  end loop;
end $$;

create table position (
  device_time timestamptz not null,
  received_at timestamptz not null,
  alarm bigint not null,
  status bigint not null,
  -- tracker.number
  tracker int not null,
  serial int not null,
  -- Ten-millionths of a degree: finer than any receiver, the same in every language, and exact under a digest.
  latitude_e7 int not null,
  longitude_e7 int not null,
  -- Only good fixes are shown; the others are kept because they were acknowledged and say something about the device.
  quality fix_quality not null,
  altitude_m smallint not null,
  speed_tenths_kmh smallint not null,
  heading_deg smallint not null,
  -- Null where the device said nothing beyond the position.
  items jsonb,
  -- The whole frame, where it holds something that we could not read: a better decoder may.
  frame bytea,
  -- What a map needs stands in the index, so that a journey is read without going to the rows, which lie in the order of arrival.
  primary key (tracker, device_time, serial) include (latitude_e7, longitude_e7, speed_tenths_kmh, quality)
) partition by range (device_time);
create table position_default partition of position default;

-- Makes the months from `first` on; fixes that waited in the default partition move into theirs.
create or replace function prepare_position_months(first timestamptz, months int) returns void
language plpgsql set timezone = 'UTC' as $$
declare
  month timestamptz;
  name text;
begin
  perform pg_advisory_xact_lock(7301003);
  for i in 0 .. months - 1 loop
    month := date_trunc('month', first) + make_interval(months => i);
    name := 'position_' || to_char(month, 'YYYY_MM');
    continue when to_regclass(name) is not null;
    -- Months are only ever added to, so their pages are marked as seen by all soon after they are full: a read of the index then needs no row.
    execute format('create table %I (like position including all) with (autovacuum_vacuum_insert_scale_factor = 0.02)', name);
    execute format(
      'with moved as (delete from position_default where device_time >= %L and device_time < %L returning *)
       insert into %I select * from moved', month, month + interval '1 month', name);
    execute format('alter table position attach partition %I for values from (%L) to (%L)',
      name, month, month + interval '1 month');
  end loop;
end $$;

do $$
declare
  month timestamptz;
begin
  for month in select distinct date_trunc('month', device_time at time zone 'UTC') at time zone 'UTC' from position_wide
    where device_time <= now() + interval '1 month' loop
    perform prepare_position_months(month, 1);
  end loop;
end $$;

insert into position
select device_time, received_at, alarm, status, tracker.number, serial,
  round(latitude * 1e7)::int, round(longitude * 1e7)::int, quality::fix_quality, least(altitude_m, 32767)::smallint,
  least(round(speed_kmh * 10), 32767)::smallint, heading_deg::smallint, nullif(items, '[]'::jsonb),
  case when jsonb_path_exists(items, '$[*].hex') then frame end
from position_wide join tracker on tracker.id = position_wide.tracker_id;
drop table position_wide;

-- Tracker-hours that hold fixes no digest in the ledger covers yet.
create table position_hour_open (
  tracker int not null,
  hour timestamptz not null,
  primary key (tracker, hour)
);
insert into position_hour_open select distinct tracker, date_trunc('hour', device_time) from position;

do $$ begin
  if to_regrole('landbridge_gateway') is null then return; end if;
  grant select (number) on tracker to landbridge_gateway;
  grant select, insert, update (quality) on position to landbridge_gateway;
  grant select, insert on position_hour_open to landbridge_gateway;
end $$;
