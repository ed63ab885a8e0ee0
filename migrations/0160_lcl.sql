-- LCL: containers on a departure that are sold by volume and mass. The account of each: what is taken of it, and every movement.

create table consolidation (
  id text primary key,
  departure_id text not null references departure,
  equipment_type text not null,
  volume_dm3_max integer not null check (volume_dm3_max > 0),
  gross_kg_max integer not null check (gross_kg_max > 0),
  packages_max integer not null check (packages_max > 0),
  -- Moves with the train: so long before its booking cut-off.
  closes_minutes_before integer not null check (closes_minutes_before >= 0),
  volume_dm3_taken integer not null default 0 check (volume_dm3_taken between 0 and volume_dm3_max),
  gross_kg_taken integer not null default 0 check (gross_kg_taken between 0 and gross_kg_max),
  packages_taken integer not null default 0 check (packages_taken between 0 and packages_max),
  sequence integer not null default 0,
  state text not null check (state in ('open', 'closed', 'ended')),
  created_at timestamptz not null
);
create index consolidation_of_departure on consolidation (departure_id, id);

-- Positive: taken; negative: given back. Bookings come later than trains, hence no reference.
create table space_transfer (
  consolidation_id text not null references consolidation,
  sequence integer not null,
  at timestamptz not null,
  cause text not null check (cause in ('booked', 'amended', 'given_back')),
  holder text not null,
  volume_dm3 integer not null,
  gross_kg integer not null,
  packages integer not null,
  primary key (consolidation_id, sequence)
);

-- FCL: whole containers, that of a consolidation too, which is its operator's own. LCL: a consignment in a consolidation.
alter table booking
  add column load text not null default 'FCL' check (load in ('FCL', 'LCL')),
  add column consolidation_id text references consolidation,
  add constraint booking_lcl check (load = 'FCL' or (consolidation_id is not null and teu = 0 and boxes = 0)),
  drop constraint booking_particulars,
  -- A consolidation's own container is sold to nobody: it has no terms of delivery.
  add constraint booking_particulars check (state in ('held', 'cancelled', 'expired') or
    (broker_id is not null and consignee_name is not null and consignee_country is not null
      and consignee_address is not null
      and (incoterm is not null or (load = 'FCL' and consolidation_id is not null))));
create unique index booking_of_consolidation on booking (consolidation_id) where load = 'FCL' and consolidation_id is not null;
create index booking_lcl_of_consolidation on booking (consolidation_id, id) where load = 'LCL';

alter table cargo_line add column volume_dm3 integer check (volume_dm3 > 0);

-- What an LCL booking takes of its consolidation, and how far its cargo is at the origin.
create table consignment (
  booking_id text primary key references booking,
  volume_dm3 integer not null check (volume_dm3 > 0),
  gross_kg integer not null check (gross_kg > 0),
  packages integer not null check (packages > 0),
  received_at timestamptz,
  received_by text references organisation,
  declaration_number text,
  declared_at timestamptz,
  declared_by text references organisation,
  check ((received_at is null) = (received_by is null)),
  check ((declared_at is null) = (declaration_number is null) and (declared_at is null) = (declared_by is null))
);
create unique index consignment_declaration on consignment (declaration_number) where declaration_number is not null;

-- Set: entitled to the container by this LCL booking alone, beside others who must not see one another.
alter table container_party add column lcl_booking_id text references booking;
