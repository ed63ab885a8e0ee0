-- Bookings as an organisation makes them again and again, by a name of its own.
create table booking_template (
  id text primary key,
  organisation_id text not null references organisation,
  name text not null,
  content jsonb not null,
  created_at timestamptz not null,
  created_by text,
  unique (organisation_id, name)
);
