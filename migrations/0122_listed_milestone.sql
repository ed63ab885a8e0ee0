-- A milestone that an agent's list tells of stands beside the tracker's, marked as what it is.

alter table seen_milestone
  add column source text not null default 'tracker' check (source in ('tracker', 'list')),
  drop constraint seen_milestone_pkey,
  add primary key (container_id, station, kind, source);
