-- How far retention and thinning of positions have come, so that a process that was killed goes on where it stopped.

create table position_keeping (
  singleton boolean primary key default true check (singleton),
  -- Fixes before this are gone by the setting; null where none are.
  kept_since timestamptz,
  -- Days before this one are thinned out, and of this one the trackers up to this number.
  thinned_day date,
  thinned_tracker int not null default 0
);
insert into position_keeping default values;
