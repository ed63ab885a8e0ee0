-- Trackers, which container each travelled with and when, and every fix they sent.

create table tracker (
  id text primary key,
  operator_id text not null references organisation (id),
  -- Digits without leading zeros: JT/T 808 pads them differently in each edition.
  phone text not null unique check (phone ~ '^[1-9][0-9]{9,19}$'),
  terminal_id text not null,
  maker text not null,
  model text not null,
  -- SHA-256 of the 128-bit secret shown once to the operator, and of the code given at the last registration by air.
  secret_digest bytea not null,
  registration_digest bytea,
  registered_at timestamptz not null
);
create index tracker_list on tracker (operator_id, id desc);

create table tracker_binding (
  tracker_id text not null references tracker (id),
  container_id text not null references container (id),
  bound_at timestamptz not null,
  unbound_at timestamptz check (unbound_at >= bound_at),
  primary key (tracker_id, bound_at)
);
create unique index tracker_binding_open_tracker on tracker_binding (tracker_id) where unbound_at is null;
create unique index tracker_binding_open_container on tracker_binding (container_id) where unbound_at is null;
create index tracker_binding_by_container on tracker_binding (container_id, bound_at);

-- A fix belongs to a container through the binding in force at its device time, so a late report finds the right one.
create table position (
  tracker_id text not null,
  device_time timestamptz not null,
  serial int not null,
  received_at timestamptz not null,
  latitude float8 not null,
  longitude float8 not null,
  altitude_m int not null,
  speed_kmh float8 not null,
  heading_deg int not null,
  alarm bigint not null,
  status bigint not null,
  items jsonb not null,
  frame bytea not null,
  -- Only good fixes are shown; the others are kept because they were acknowledged and say something about the device.
  quality text not null check (quality in ('good', 'no_fix', 'null_island', 'clock_ahead')),
  primary key (tracker_id, device_time, serial)
) partition by range (device_time);

-- A device with a wrong clock must not be refused for want of a month.
create table position_default partition of position default;

-- Makes the months from `first` on; fixes that waited in the default partition move into theirs.
create function prepare_position_months(first timestamptz, months int) returns void
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
    execute format('create table %I (like position including all)', name);
    execute format(
      'with moved as (delete from position_default where device_time >= %L and device_time < %L returning *)
       insert into %I select * from moved', month, month + interval '1 month', name);
    execute format('alter table position attach partition %I for values from (%L) to (%L)',
      name, month, month + interval '1 month');
  end loop;
end $$;

-- The newest good fix of each device, for its operator.
create table last_position (
  tracker_id text primary key,
  device_time timestamptz not null,
  received_at timestamptz not null,
  latitude float8 not null,
  longitude float8 not null
);

-- The newest good fix of each container, for everyone entitled to it. `version` grows with every change, in commit order
-- (writers take a lock before they draw a number), so that a reader can ask for what is newer than it has seen.
create sequence container_position_version;
-- No foreign key to container: its check would make every commit of fixes wait for whoever is taking a step there.
create table container_position (
  container_id text primary key,
  version bigint not null,
  tracker_id text not null,
  device_time timestamptz not null,
  received_at timestamptz not null,
  latitude float8 not null,
  longitude float8 not null,
  speed_kmh float8 not null,
  heading_deg int not null
);
create index container_position_news on container_position (version);

-- What the gateway could not take. Bounded: the newest ten thousand stay.
create table quarantined_frame (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  reason text not null,
  phone text,
  remote_address text not null,
  frame bytea not null
);
create index quarantined_frame_by_phone on quarantined_frame (phone, id desc);

-- The process that reads hostile sockets works as this role. Where we may not make roles it works as we do, and says so.
do $$ begin
  create role landbridge_gateway nologin;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then raise notice 'landbridge_gateway not made: no right to create roles';
end $$;
do $$ begin
  if to_regrole('landbridge_gateway') is null then return; end if;
  execute format('grant landbridge_gateway to %I', current_user);
exception
  when insufficient_privilege then raise notice 'landbridge_gateway may not be used by %', current_user;
end $$;
do $$ begin
  if to_regrole('landbridge_gateway') is null then return; end if;
  grant usage on schema public to landbridge_gateway;
  grant select (id, phone, terminal_id, secret_digest, registration_digest) on tracker to landbridge_gateway;
  grant update (registration_digest) on tracker to landbridge_gateway;
  grant select on tracker_binding to landbridge_gateway;
  grant select, insert on position to landbridge_gateway;
  grant select, insert, update on last_position, container_position to landbridge_gateway;
  grant usage on sequence container_position_version to landbridge_gateway;
  grant select, insert, delete on quarantined_frame to landbridge_gateway;
end $$;
