-- Links by which people without an account see where a container is, for a time.

create table share_link (
  id text primary key,
  organisation_id text not null references organisation,
  -- Null: made by an API key.
  member_id text,
  -- SHA-256 of the token in the address; the token itself is told once and kept nowhere.
  token_digest bytea not null unique,
  container_id text references container,
  booking_id text references booking,
  departure_id text references departure,
  -- For whom, as its maker remembers it.
  note text,
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > made_at),
  revoked_at timestamptz,
  opened integer not null default 0,
  last_opened_at timestamptz,
  check (num_nonnulls(container_id, booking_id, departure_id) = 1)
);
create index share_link_list on share_link (organisation_id, id desc);
create index share_link_of_container on share_link (container_id) where container_id is not null;
