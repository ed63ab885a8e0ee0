-- Whose boxes a booking orders: it decides the price and what may be put into them.

alter table booking_line
  add column owner text not null default 'operator' check (owner in ('shipper', 'operator', 'railway'));
