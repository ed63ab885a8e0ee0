-- The newest estimate whole, so that lists say its spread and what stands behind it without reading every estimate there was.

alter table expected_arrival
  add column p90_at timestamptz,
  add column basis text,
  add column confidence text,
  add column runs integer;

update expected_arrival set p90_at = newest.p90_at, basis = newest.basis, confidence = newest.confidence, runs = newest.runs
from (select distinct on (container_id) * from eta order by container_id, number desc) as newest
where newest.container_id = expected_arrival.container_id;

alter table expected_arrival
  alter column p90_at set not null,
  alter column basis set not null,
  alter column confidence set not null,
  alter column runs set not null,
  add check (p90_at >= expected_at),
  add check (basis in ('weekday', 'lane', 'timetable')),
  add check (confidence in ('confirmed', 'provisional', 'timetable'));
