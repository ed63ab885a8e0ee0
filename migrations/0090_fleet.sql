-- The newest estimate of each container beside its plan, for maps and lists that ask of a hundred thousand at once.

create table expected_arrival (
  container_id text primary key references container,
  expected_at timestamptz not null,
  -- Behind the timetable of its train; negative, ahead of it.
  late_minutes integer not null
);

insert into expected_arrival (container_id, expected_at, late_minutes)
select distinct on (eta.container_id) eta.container_id, p50_at,
  round(extract(epoch from p50_at - departs_at) / 60) - (
    select max(planned_offset_minutes) from service_stop where service_stop.service_id = departure.service_id)
from eta
join container on container.id = eta.container_id
join departure on departure.id = container.departure_id
order by eta.container_id, number desc;

-- A map shows what has not arrived: of a corridor's containers after some years, few.
create index container_open on container (id) where stage not in ('arrived', 'cancelled');
create index container_arrived_lately on container (last_step_at) where stage = 'arrived';
