-- What the bookings of a train come to, kept so that a year of figures need not read a year of bookings. A train's sums are good as
-- long as its account has not moved and its times are those they were made by: kept beside them, and compared at each reading.

create table train_summed (
  departure_id text primary key references departure,
  slot_sequence integer not null,
  departs_at timestamptz not null,
  booking_cutoff_at timestamptz not null
);

-- One row for each shipper, and one with no name ('') for all of them.
create table train_sum (
  departure_id text not null references departure,
  organisation_id text not null,
  -- Boxes on this train by now; a box that was rolled over is on another than its booking.
  teu integer not null,
  gross_kg bigint not null,
  bookings integer not null,
  -- Whole days from each good booking to the departure, with commas between.
  lead_days text not null,
  early integer not null,
  late integer not null,
  declined integer not null,
  cancelled_teu integer not null,
  primary key (organisation_id, departure_id)
);
create index train_sum_of on train_sum (departure_id);

create table train_charge_sum (
  departure_id text not null references departure,
  organisation_id text not null,
  currency text not null,
  amount_minor bigint not null,
  fees_minor bigint not null,
  bookings integer not null,
  live integer not null,
  primary key (organisation_id, departure_id, currency)
);
create index train_charge_sum_of on train_charge_sum (departure_id);
