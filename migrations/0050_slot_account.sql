-- The account of a departure's slots, in four units at once: pools (open sale and allotments), and every transfer ever made.

alter table departure
  add column gross_kg_max integer,
  add column wagon_kg_max integer not null default 61000,
  add column reefer_plugs integer,
  add column dangerous_places integer not null default 0,
  -- The account's own clock and count: neither ever goes back, whatever the clock of a server says.
  add column slots_at timestamptz,
  add column slot_sequence integer not null default 0;
-- What was scheduled before carried no limit but its places: a limit that no lawful load of them reaches.
update departure set gross_kg_max = capacity_teu * 30500, reefer_plugs = capacity_teu, slots_at = created_at;
alter table departure
  alter column gross_kg_max set not null,
  alter column reefer_plugs set not null,
  alter column slots_at set not null;

-- What one box weighs as planned: its tare and its share of the cargo. It travels with the box from train to train.
alter table container add column gross_kg integer, add column dangerous boolean not null default false;
update container set gross_kg =
  case when equipment_type like '2%' then 2400 else 4000 end
  + (select coalesce(sum(gross_mass_kg), 0) from cargo_line where cargo_line.booking_id = container.booking_id)
    / (select boxes from booking where booking.id = container.booking_id);
alter table container alter column gross_kg set not null;

create table allotment (
  id text primary key,
  departure_id text not null references departure,
  organisation_id text references organisation,
  organisation_kind text,
  teu integer not null,
  gross_kg integer not null,
  plugs integer not null,
  dangerous_places integer not null,
  release_at timestamptz not null,
  released_at timestamptz,
  created_at timestamptz not null,
  check ((organisation_id is null) <> (organisation_kind is null))
);
create index allotment_of_departure on allotment (departure_id, id);
create index allotment_due on allotment (release_at) where released_at is null;

-- A pool is `open` (open sale) or an allotment's id. Nothing in it may ever be less than nothing: the last word on capacity,
-- whatever the code above it does.
create table slot_pool (
  departure_id text not null references departure,
  pool text not null,
  free_teu integer not null check (free_teu >= 0),
  free_gross_kg integer not null check (free_gross_kg >= 0),
  free_plugs integer not null check (free_plugs >= 0),
  free_dangerous_places integer not null check (free_dangerous_places >= 0),
  held_teu integer not null check (held_teu >= 0),
  held_gross_kg integer not null check (held_gross_kg >= 0),
  held_plugs integer not null check (held_plugs >= 0),
  held_dangerous_places integer not null check (held_dangerous_places >= 0),
  sold_teu integer not null check (sold_teu >= 0),
  sold_gross_kg integer not null check (sold_gross_kg >= 0),
  sold_plugs integer not null check (sold_plugs >= 0),
  sold_dangerous_places integer not null check (sold_dangerous_places >= 0),
  primary key (departure_id, pool)
);

-- Every movement, from one state of one pool to another: never changed, never deleted. Null: from or to outside the train.
create table slot_transfer (
  departure_id text not null references departure,
  sequence integer not null,
  at timestamptz not null,
  cause text not null,
  holder text,
  from_pool text,
  from_state text check (from_state in ('free', 'held', 'sold')),
  to_pool text,
  to_state text check (to_state in ('free', 'held', 'sold')),
  teu integer not null check (teu >= 0),
  gross_kg integer not null check (gross_kg >= 0),
  plugs integer not null check (plugs >= 0),
  dangerous_places integer not null check (dangerous_places >= 0),
  primary key (departure_id, sequence),
  check ((from_pool is null) = (from_state is null)),
  check ((to_pool is null) = (to_state is null))
);
create index slot_transfer_of_holder on slot_transfer (holder) where holder is not null;

create temporary table slots_so_far on commit drop as
  select departure_id, booking_id, count(*) as boxes,
    sum(case when equipment_type like '2%' then 1 else 2 end) as teu,
    sum(gross_kg) as gross_kg,
    count(*) filter (where equipment_type like '__R_') as plugs
  from container where stage <> 'cancelled' group by departure_id, booking_id;

insert into slot_pool
  select id, 'open', capacity_teu - sold.teu, gross_kg_max - sold.gross_kg, reefer_plugs - sold.plugs, dangerous_places,
    0, 0, 0, 0, sold.teu, sold.gross_kg, sold.plugs, 0
  from departure, lateral (
    select coalesce(sum(teu), 0) as teu, coalesce(sum(gross_kg), 0) as gross_kg, coalesce(sum(plugs), 0) as plugs
    from slots_so_far where departure_id = departure.id) as sold;

insert into slot_transfer
  select id, 1, created_at, 'opened', null, null, null, 'open', 'free', capacity_teu, gross_kg_max, reefer_plugs, dangerous_places
  from departure
  union all
  select so_far.departure_id, 1 + row_number() over (partition by so_far.departure_id order by so_far.booking_id),
    booking.created_at, 'booked', booking_id, 'open', 'free', 'open', 'sold', so_far.teu, so_far.gross_kg, so_far.plugs, 0
  from slots_so_far as so_far join booking on booking.id = so_far.booking_id;
update departure set slot_sequence =
  (select max(sequence) from slot_transfer where departure_id = departure.id);

alter table departure drop column booked_teu;

-- Pools together are the train, no more and no less: checked when a transaction that touched them commits.
create function slots_add_up() returns trigger language plpgsql as $$
declare
  touched text := case tg_table_name when 'departure' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'departure_id' end;
begin
  if not exists (
    select 1 from departure, lateral (
      select sum(free_teu + held_teu + sold_teu) as teu,
        sum(free_gross_kg + held_gross_kg + sold_gross_kg) as gross_kg,
        sum(free_plugs + held_plugs + sold_plugs) as plugs,
        sum(free_dangerous_places + held_dangerous_places + sold_dangerous_places) as dangerous_places
      from slot_pool where departure_id = departure.id) as pools
    where id = touched and pools.teu = capacity_teu and pools.gross_kg = gross_kg_max
      and pools.plugs = reefer_plugs and pools.dangerous_places = departure.dangerous_places)
  then
    raise exception 'slots of % do not add up', touched using errcode = '23514', constraint = 'slots_add_up';
  end if;
  return null;
end $$;
create constraint trigger slots_add_up after insert or update on slot_pool
  deferrable initially deferred for each row execute function slots_add_up();
create constraint trigger slots_add_up after insert or update of capacity_teu, gross_kg_max, reefer_plugs, dangerous_places
  on departure deferrable initially deferred for each row execute function slots_add_up();
