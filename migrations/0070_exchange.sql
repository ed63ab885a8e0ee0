-- Events that partners captured in their own words (EPCIS 2.0), and in which request.

create table epcis_capture (
  id text primary key,
  organisation_id text not null references organisation,
  created_at timestamptz not null,
  -- Whether one bad event refuses all (`rollback`) or only itself (`proceed`).
  error_behaviour text not null check (error_behaviour in ('rollback', 'proceed')),
  succeeded boolean not null,
  errors jsonb not null
);
create index epcis_capture_of_organisation on epcis_capture (organisation_id, id desc);

create table epcis_event (
  id text primary key,
  capture_id text not null references epcis_capture,
  organisation_id text not null references organisation,
  -- The sender's own, or made here; once for an organisation.
  event_id text not null,
  event_time timestamptz not null,
  record_time timestamptz not null,
  event_type text not null,
  action text,
  biz_step text,
  disposition text,
  read_point text,
  biz_location text,
  content jsonb not null,
  unique (organisation_id, event_id)
);

-- Which containers it is about: their parties may read it.
create table epcis_event_container (
  event_id text not null references epcis_event,
  container_id text not null references container,
  primary key (container_id, event_id)
);

-- A party's events in the order of time, whichever containers they are of.
create index container_step_at on container_step (at, container_id, sequence);
create index container_step_recorded on container_step (recorded_at, container_id, sequence);
