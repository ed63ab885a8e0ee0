-- A second list for each train: who waits for LCL space. Places, events and their proofs are kept as those of the list for slots are.

alter table waiting
  add column load text not null default 'FCL' check (load in ('FCL', 'LCL')),
  drop constraint waiting_pkey,
  add primary key (departure_id, load, place);
alter table waiting_event
  add column load text not null default 'FCL' check (load in ('FCL', 'LCL')),
  drop constraint waiting_event_pkey,
  add primary key (departure_id, load, sequence);
alter table waiting_proof
  add column load text not null default 'FCL' check (load in ('FCL', 'LCL')),
  drop constraint waiting_proof_pkey,
  add primary key (departure_id, load, sequence);

-- LCL that waits goes in no consolidation yet; nor does what never got into one.
alter table booking
  drop constraint booking_lcl,
  add constraint booking_lcl check (load = 'FCL' or (teu = 0 and boxes = 0
    and (consolidation_id is not null or state in ('waitlisted', 'cancelled', 'expired'))));
