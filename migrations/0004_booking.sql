-- Bookings, the containers they bring into being, who is entitled to which, and every step ever taken.

create table booking (
  id text primary key,
  number text not null,
  organisation_id text not null references organisation,
  reference text,
  departure_id text not null references departure,
  broker_id text not null references organisation,
  consignee_name text not null,
  consignee_country text not null,
  consignee_address text not null,
  consignee_phone text,
  consignee_email text,
  consignee_organisation_id text references organisation,
  incoterm text not null,
  remarks text,
  state text not null check (state in ('confirmed', 'cancelled')),
  teu integer not null,
  boxes integer not null,
  created_at timestamptz not null,
  created_by text,
  cancelled_at timestamptz
);
create unique index booking_reference on booking (organisation_id, reference)
  where state = 'confirmed' and reference is not null;
create index booking_of_departure on booking (departure_id, id);
-- Few are cancelled: looked for by state, they would be found one in a thousand.
create index booking_cancelled on booking (id) where state = 'cancelled';
create index booking_number on booking (number text_pattern_ops);

create table booking_line (
  booking_id text not null references booking,
  position integer not null,
  equipment_type text not null,
  count integer not null,
  primary key (booking_id, position)
);

create table cargo_line (
  booking_id text not null references booking,
  position integer not null,
  goods_name_zh text not null,
  goods_name_en text not null,
  goods_name_ru text not null,
  hs_code text not null,
  packages integer not null,
  package_kind text not null,
  gross_mass_kg integer not null,
  value_minor bigint not null,
  currency text not null,
  primary key (booking_id, position)
);

-- Scope: the organisation first, then the order of the list, so that a page is one short index range.
create table booking_party (
  organisation_id text not null references organisation,
  booking_id text not null references booking,
  kind text not null,
  primary key (organisation_id, booking_id)
);
create index booking_party_booking on booking_party (booking_id);

create table container (
  id text primary key,
  booking_id text not null references booking,
  booking_number text not null,
  departure_id text not null references departure,
  equipment_type text not null,
  container_number text,
  seal_number text,
  wagon_number text,
  stage text not null,
  customs text not null,
  place text not null,
  last_step_at timestamptz not null,
  sequence integer not null
);
-- A box is on one open journey only.
create unique index container_open_journey on container (container_number)
  where stage not in ('arrived', 'cancelled');
create index container_number on container (container_number text_pattern_ops);
create index container_booking_number on container (booking_number text_pattern_ops);
create index container_of_booking on container (booking_id, id);
create index container_of_departure on container (departure_id, id);
create index container_state on container (stage, customs, id);
create index container_stage on container (stage, id);
create index container_customs on container (customs, id);

create table container_party (
  organisation_id text not null references organisation,
  container_id text not null references container,
  kind text not null,
  primary key (organisation_id, container_id)
);
create index container_party_container on container_party (container_id);

create table container_step (
  container_id text not null references container,
  sequence integer not null,
  step text not null,
  event text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  place text not null,
  organisation_id text not null references organisation,
  member_id text,
  public jsonb not null,
  restricted jsonb not null,
  primary key (container_id, sequence)
);

-- Six-digit subheadings, once an importer has loaded them; empty means that only headings can be checked.
create table hs_code (
  code text primary key,
  description text not null
);
