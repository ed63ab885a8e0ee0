-- What is kept of each train of a line for somebody, as a rule: each train gets an allotment of its own from it, once.

create table standing_allotment (
  id text primary key,
  service_id text not null references service,
  organisation_id text references organisation,
  organisation_kind text,
  teu integer not null check (teu > 0),
  -- Null: the places' share of the train, and as many plugs as places.
  gross_kg integer,
  plugs integer,
  dangerous_places integer not null,
  release_days_before integer not null check (release_days_before >= 0),
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((organisation_id is null) <> (organisation_kind is null))
);
create index standing_allotment_of_service on standing_allotment (service_id, id) where ended_at is null;

alter table allotment add column standing_id text references standing_allotment;
create unique index allotment_of_standing on allotment (standing_id, departure_id) where standing_id is not null;
