-- Which estimates people were told: the next telling is measured against the last of these, not against the estimate just before it.

alter table eta add column told boolean not null default false;
update eta set told = true
from (
  select container_id, number, p50_at - lag(p50_at) over (partition by container_id order by number) as moved from eta
) as before
where eta.container_id = before.container_id and eta.number = before.number
  and (moved is null or moved >= interval '6 hours' or moved <= interval '-6 hours');
