-- Timetables: what runs by the week, the days on which it is otherwise, and the trains that were laid out from them.

create table timetable (
  id text primary key,
  service_id text not null references service,
  name text not null,
  train_number text not null,
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  -- ISO 8601: 1 is Monday. None: only the days that exceptions name.
  weekdays integer[] not null,
  departs_clock text not null,
  cut_offs jsonb not null,
  capacity_teu integer not null,
  gross_kg_max integer,
  wagon_kg_max integer,
  reefer_plugs integer,
  dangerous_places integer,
  on_holidays text not null check (on_holidays in ('runs', 'stays')),
  created_at timestamptz not null,
  changed_at timestamptz,
  withdrawn_at timestamptz
);
create unique index timetable_name on timetable (service_id, name) where withdrawn_at is null;
create index timetable_of_service on timetable (service_id, id);

create table timetable_exception (
  id text primary key,
  timetable_id text not null references timetable,
  from_day date not null,
  until_day date not null check (until_day >= from_day),
  kind text not null check (kind in ('does_not_run', 'also_runs', 'other_times')),
  departs_clock text,
  capacity_teu integer,
  reason text
);
create index timetable_exception_of on timetable_exception (timetable_id, from_day);

-- An operator's own days off: each timetable says whether it runs on them.
create table holiday (
  id text primary key,
  operator_id text not null references organisation,
  from_day date not null,
  until_day date not null check (until_day >= from_day),
  name text not null
);
create index holiday_of_operator on holiday (operator_id, from_day);

alter table departure
  -- Which timetable it was laid out from, and for which of its days; cut loose when the timetable itself takes it out.
  add column timetable_id text references timetable,
  add column timetable_day date,
  -- Changed by a person since: the timetable leaves it alone.
  add column by_hand boolean not null default false,
  add constraint departure_timetable check ((timetable_id is null) = (timetable_day is null));
-- The last word on laying out twice, whoever does it at once.
create unique index departure_of_timetable on departure (timetable_id, timetable_day) where timetable_id is not null;
