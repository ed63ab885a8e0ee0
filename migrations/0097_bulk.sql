-- Which bookings came from a sheet, and from what of it: the same rows sent again book nothing again.

create table bulk_booking (
  booking_id text primary key references booking,
  organisation_id text not null references organisation,
  digest bytea not null
);
create index bulk_booking_of on bulk_booking (organisation_id, digest);
