-- Bookings as DCSA Booking 2 tells of them: what ours have no place for.

-- When its shipper last answered a request for other particulars, or corrected it unasked: DCSA's UPDATE_RECEIVED.
alter table booking add column updated_at timestamptz;

-- What became of the last amendment that was asked for; null: it waits for the operator.
alter table booking_amendment
  add column outcome text check (outcome in ('confirmed', 'declined', 'cancelled'));

-- A booking that was asked for in DCSA's words, as it was asked for, and the same of its last amendment.
create table dcsa_booking (
  booking_id text primary key references booking,
  request jsonb not null,
  amended jsonb,
  -- What of the request was not taken over, each with its reason.
  feedbacks jsonb not null,
  -- Why the last request to cancel it was declined, in three languages; null: none was.
  cancellation_declined jsonb
);
