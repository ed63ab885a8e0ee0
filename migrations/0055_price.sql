-- Rate sheets and their versions, quotes bound to a version, and what each booking is charged.

create table rate_sheet (
  id text primary key,
  operator_id text not null references organisation,
  -- Seen by this customer alone; null: by everybody.
  customer_id text references organisation,
  version integer not null check (version >= 1),
  supersedes text references rate_sheet,
  title text not null,
  currency text not null,
  valid_from date not null,
  valid_until date not null,
  quote_hours integer not null,
  surcharges jsonb not null,
  extras jsonb not null,
  fees jsonb not null,
  state text not null check (state in ('draft', 'published', 'superseded', 'withdrawn')),
  created_at timestamptz not null,
  published_at timestamptz,
  check (valid_from <= valid_until),
  check ((state = 'draft') = (published_at is null))
);
-- One sheet has at most one successor, so that its versions are one line.
create unique index rate_sheet_successor on rate_sheet (supersedes) where supersedes is not null;
create index rate_sheet_of_operator on rate_sheet (operator_id, id);
create index rate_sheet_of_customer on rate_sheet (customer_id, id);

create table rate (
  rate_sheet_id text not null references rate_sheet,
  position integer not null,
  origin text not null,
  destination text not null,
  equipment_type text not null,
  owner text not null check (owner in ('shipper', 'operator', 'railway')),
  price_minor bigint not null check (price_minor >= 0),
  primary key (rate_sheet_id, position),
  unique (rate_sheet_id, origin, destination, equipment_type, owner)
);
create index rate_of_lane on rate (origin, destination, rate_sheet_id);

-- The last word: what was published stays as it was, whatever the code above it does.
create function keep_published_sheet() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and row(old.operator_id, old.customer_id, old.version, old.supersedes, old.title, old.currency,
      old.valid_from, old.valid_until, old.quote_hours, old.surcharges, old.extras, old.fees, old.published_at)
    is distinct from row(new.operator_id, new.customer_id, new.version, new.supersedes, new.title, new.currency,
      new.valid_from, new.valid_until, new.quote_hours, new.surcharges, new.extras, new.fees, new.published_at)
  then
    raise exception 'rate sheet % is published', old.id;
  end if;
  return new;
end $$;
create trigger rate_sheet_kept before update on rate_sheet
  for each row execute function keep_published_sheet();

create function keep_published_rate() returns trigger language plpgsql as $$
begin
  if exists (
    select from rate_sheet where id = coalesce(old.rate_sheet_id, new.rate_sheet_id) and state <> 'draft'
  ) then
    raise exception 'the rates of a published sheet stay';
  end if;
  return coalesce(new, old);
end $$;
create trigger rate_kept before insert or update or delete on rate
  for each row execute function keep_published_rate();

create table quote (
  id text primary key,
  rate_sheet_id text not null references rate_sheet,
  operator_id text not null references organisation,
  customer_id text not null references organisation,
  departure_id text not null references departure,
  boxes jsonb not null,
  extras jsonb not null,
  lines jsonb not null,
  currency text not null,
  total_minor bigint not null check (total_minor >= 0),
  quoted_at timestamptz not null,
  expires_at timestamptz not null,
  -- The booking that took it; one quote is taken once. Bookings come later than prices, hence no reference.
  booking_id text
);
create index quote_of_customer on quote (customer_id, id);
create index quote_of_operator on quote (operator_id, id);

-- One account a booking. Its total is the sum of its entries: kept by the row that everyone who changes it must hold.
create table charge_account (
  booking_id text primary key,
  -- As people say it on the telephone, and accountants write it.
  booking_number text not null,
  operator_id text not null references organisation,
  customer_id text not null references organisation,
  rate_sheet_id text not null references rate_sheet,
  currency text not null,
  total_minor bigint not null,
  sequence integer not null check (sequence >= 1)
);
create index charge_account_of_operator on charge_account (operator_id, booking_id);
create index charge_account_of_customer on charge_account (customer_id, booking_id);

create table charge_entry (
  booking_id text not null references charge_account,
  sequence integer not null,
  reason text not null check (reason in ('booked', 'amended', 'cancelled', 'no_show')),
  at timestamptz not null,
  quote_id text references quote,
  lines jsonb not null,
  amount_minor bigint not null,
  total_minor bigint not null,
  primary key (booking_id, sequence)
);
