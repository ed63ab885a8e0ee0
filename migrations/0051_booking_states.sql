-- The life of a booking after DCSA Booking 2, with what is ours beside it: held, waitlisted, expired. And the waiting list.

alter table booking
  drop constraint booking_state_check,
  add constraint booking_state_check check (state in ('held', 'waitlisted', 'received', 'pending_update', 'confirmed',
    'pending_amendment', 'rejected', 'declined', 'cancelled', 'completed', 'expired')),
  add column held_until timestamptz,
  add column decided_reason text,
  add column cargo_kg integer,
  -- What is held may be without its particulars; nothing else may.
  alter column broker_id drop not null,
  alter column consignee_name drop not null,
  alter column consignee_country drop not null,
  alter column consignee_address drop not null,
  alter column incoterm drop not null,
  add constraint booking_particulars check (state in ('held', 'cancelled', 'expired') or
    (broker_id is not null and consignee_name is not null and consignee_country is not null
      and consignee_address is not null and incoterm is not null)),
  add constraint booking_hold check (state <> 'held' or held_until is not null);
update booking set cargo_kg =
  (select coalesce(sum(gross_mass_kg), 0) from cargo_line where cargo_line.booking_id = booking.id);
alter table booking alter column cargo_kg set not null;
-- Journeys that are over are completed.
update booking set state = 'completed' where state = 'confirmed'
  and not exists (select 1 from container where booking_id = booking.id and stage not in ('arrived', 'cancelled'));

drop index booking_reference;
create unique index booking_reference on booking (organisation_id, reference)
  where state not in ('rejected', 'declined', 'cancelled', 'expired') and reference is not null;
drop index booking_cancelled;
create index booking_uncommon on booking (state, id) where state not in ('confirmed', 'completed');
create index booking_hold_due on booking (departure_id, held_until) where state = 'held';

alter table booking_line add column dangerous boolean not null default false;

-- One row for each that joined; `place` is given once, in the order of joining, and never again.
create table waiting (
  departure_id text not null references departure,
  place integer not null,
  booking_id text not null references booking,
  organisation_id text not null references organisation,
  joined_at timestamptz not null,
  in_parts boolean not null,
  promotion text not null check (promotion in ('automatic', 'offer')),
  state text not null check (state in ('waiting', 'offered', 'promoted', 'left', 'lapsed', 'closed')),
  boxes_placed integer not null default 0,
  boxes_offered integer not null default 0,
  offered_until timestamptz,
  primary key (departure_id, place),
  check (state <> 'offered' or (offered_until is not null and boxes_offered > 0))
);
create unique index waiting_of_booking on waiting (booking_id) where state in ('waiting', 'offered');
create index waiting_open on waiting (departure_id, place) where state in ('waiting', 'offered');

-- What happened on a train's list, in order: what a shipper proves its turn by.
create table waiting_event (
  departure_id text not null references departure,
  sequence integer not null,
  at timestamptz not null,
  place integer not null,
  event text not null,
  content jsonb not null,
  primary key (departure_id, sequence)
);
