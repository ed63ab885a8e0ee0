-- A container may be held on its way: for a seal that is not the one on record, or damage found at a hand-over.

alter table container add column held boolean not null default false;
-- Few are ever held: to be found among all that travel.
create index container_held on container (id) where held;

-- How containers changed trains: container, train and wagon are many to many, one row a lift.
create table hand_over (
  container_id text not null references container,
  -- Of its step in container_step.
  sequence integer not null,
  at timestamptz not null,
  place text not null,
  gauge_mm integer not null check (gauge_mm in (1435, 1520)),
  old_wagon_number text not null,
  new_wagon_number text not null,
  old_train_number text not null,
  new_train_number text,
  seal_on_record text,
  seal_found text,
  -- Null: nobody looked.
  seal_agrees boolean,
  damage text,
  documents jsonb not null,
  primary key (container_id, sequence)
);
create index hand_over_to_train on hand_over (new_train_number, place, at) where new_train_number is not null;

create table transit_hold (
  container_id text not null references container,
  sequence integer not null,
  causes text[] not null check (cardinality(causes) > 0),
  place text not null,
  raised_by text not null references organisation,
  raised_at timestamptz not null,
  -- Null: raised by the hand-over itself, which says what was found.
  reason text,
  lifted_by text references organisation,
  lifted_at timestamptz,
  lift_reason text,
  primary key (container_id, sequence),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null))
);
-- A container is held once at a time.
create unique index transit_hold_open on transit_hold (container_id) where lifted_at is null;
