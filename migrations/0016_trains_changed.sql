-- Trains that are cancelled, and why; the number is free again on that day.

alter table departure
  add column cancelled_at timestamptz,
  add column cancel_reason text,
  drop constraint departure_service_id_train_number_departs_on_key;
create unique index departure_number_on_day on departure (service_id, train_number, departs_on)
  where state <> 'cancelled';
