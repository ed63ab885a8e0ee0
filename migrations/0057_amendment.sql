-- What a shipper asked to be changed of a booking and the operator has not decided on yet: the booking as it shall be.

create table booking_amendment (
  booking_id text primary key references booking,
  departure_id text not null references departure,
  body jsonb not null,
  asked_at timestamptz not null
);
