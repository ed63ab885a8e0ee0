-- LCL is priced by W/M: cubic metres or tonnes, whichever is more, with a minimum.
alter table rate_sheet add column lcl_rates jsonb not null default '[]';
alter table quote add column lcl jsonb;

create or replace function keep_published_sheet() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and row(old.operator_id, old.customer_id, old.version, old.supersedes, old.title, old.currency,
      old.valid_from, old.valid_until, old.quote_hours, old.surcharges, old.extras, old.fees, old.published_at, old.lcl_rates)
    is distinct from row(new.operator_id, new.customer_id, new.version, new.supersedes, new.title, new.currency,
      new.valid_from, new.valid_until, new.quote_hours, new.surcharges, new.extras, new.fees, new.published_at, new.lcl_rates)
  then
    raise exception 'rate sheet % is published', old.id;
  end if;
  return new;
end $$;
