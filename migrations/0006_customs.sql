-- Export declarations and holds. Customs status itself is part of the container's state.

create table customs_declaration (
  container_id text primary key references container (id),
  booking_id text not null references booking (id),
  declaration_number text not null,
  declared_by text not null references organisation (id),
  declared_at timestamptz not null
);
create index customs_declaration_number on customs_declaration (declaration_number);

-- A hold is never deleted: who stopped the container and who let it go stays on record.
create table customs_hold (
  id text primary key,
  container_id text not null references container (id),
  reason text not null,
  held_by text not null references organisation (id),
  held_at timestamptz not null,
  released_by text references organisation (id),
  released_at timestamptz,
  check ((released_at is null) = (released_by is null))
);
create index customs_hold_by_container on customs_hold (container_id, id desc);
create unique index customs_hold_open on customs_hold (container_id) where released_at is null;
