-- What the check of the accounts found wrong: never expected, never hidden.
create table slot_alarm (
  id text primary key,
  departure_id text not null references departure,
  at timestamptz not null,
  finding text not null,
  unique (departure_id, finding)
);
create index slot_alarm_of_departure on slot_alarm (departure_id, at);
