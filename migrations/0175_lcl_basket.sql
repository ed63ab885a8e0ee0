-- LCL space may be held before it is sold: by a basket or by an offer from the waiting list, either with a time limit.

alter table consolidation
  add column volume_dm3_held integer not null default 0 check (volume_dm3_held >= 0),
  add column gross_kg_held integer not null default 0 check (gross_kg_held >= 0),
  add column packages_held integer not null default 0 check (packages_held >= 0),
  -- What is taken is sold; together they never pass what there is.
  add constraint consolidation_not_oversold check (volume_dm3_taken + volume_dm3_held <= volume_dm3_max
    and gross_kg_taken + gross_kg_held <= gross_kg_max and packages_taken + packages_held <= packages_max);

-- Two changes in one movement: of what is sold, as before, and of what is held. Confirming moves from the second to the first.
alter table space_transfer
  add column held_volume_dm3 integer not null default 0,
  add column held_gross_kg integer not null default 0,
  add column held_packages integer not null default 0,
  drop constraint space_transfer_cause_check,
  add constraint space_transfer_cause_check check (cause in
    ('booked', 'amended', 'given_back', 'held', 'confirmed', 'expired', 'promoted', 'offered'));
