-- Alerts: what an organisation is warned of on a container's way, under the rules of that organisation.

create table alert (
  id text primary key,
  organisation_id text not null references organisation,
  container_id text not null references container,
  -- The train it was on when the alert was opened, or has been moved to since.
  departure_id text not null references departure,
  kind text not null,
  severity text not null check (severity in ('yellow', 'red')),
  -- What was measured, as words are made of it.
  facts jsonb not null,
  -- When its cause began and ended, by the device's clock where a device told of it.
  since_at timestamptz not null,
  ended_at timestamptz,
  opened_at timestamptz not null,
  -- Of the last change of severity.
  changed_at timestamptz not null,
  closed_at timestamptz,
  closed_for text check (closed_for in ('ended', 'arrived', 'cancelled', 'off')),
  -- Somebody sees to it: taken back when it gets worse.
  acknowledged_at timestamptz,
  -- Nobody is told of it until then.
  muted_until timestamptz,
  check ((closed_at is null) = (closed_for is null))
);
-- One open alert of a kind on a container, for each organisation.
create unique index alert_open on alert (container_id, organisation_id, kind) where closed_at is null;
create index alert_list_open on alert (organisation_id, id desc) where closed_at is null;
create index alert_list_closed on alert (organisation_id, id desc) where closed_at is not null;
create index alert_list on alert (organisation_id, id desc);
create index alert_list_kind on alert (organisation_id, kind, id desc);
create index alert_list_train on alert (organisation_id, departure_id, id desc);
create index alert_of_container on alert (container_id, organisation_id, id desc);
create index alert_last_told on alert (container_id, organisation_id, id desc) where kind = 'eta_moved';

-- Everything that became of an alert, by itself and by people.
create table alert_change (
  alert_id text not null references alert on delete cascade,
  number integer not null,
  at timestamptz not null,
  change text not null check (change in ('opened', 'upgraded', 'closed', 'acknowledged', 'muted', 'unmuted')),
  severity text not null,
  facts jsonb not null,
  -- The person, and why; null for what happened by itself, and the person for a machine's key.
  member_id text references member,
  reason text,
  until timestamptz,
  -- When it is to be told, together with its like of the same train; null when it was, or is not to be.
  tell_at timestamptz,
  primary key (alert_id, number)
);
create index alert_change_untold on alert_change (tell_at) where tell_at is not null;

-- Silence of one kind on one container, also for alerts that open while it lasts.
create table alert_mute (
  organisation_id text not null references organisation,
  container_id text not null references container,
  kind text not null,
  until timestamptz not null,
  primary key (container_id, organisation_id, kind)
);

-- Rules that differ from the usual ones.
create table alert_rule (
  organisation_id text not null references organisation,
  kind text not null,
  rule jsonb not null,
  changed_at timestamptz not null,
  changed_by text references member,
  primary key (organisation_id, kind)
);

-- What a container's cargo bears, degrees Celsius: before any organisation's own rule.
create table temperature_range (
  container_id text primary key references container,
  min_c double precision,
  max_c double precision,
  set_by text not null references organisation,
  set_at timestamptz not null,
  check (min_c is not null or max_c is not null),
  check (min_c <= max_c)
);

-- Every container that has not arrived: when it is to be looked at next, and what its tracker has told so far.
create table alert_watch (
  container_id text primary key,
  due_at timestamptz not null,
  judged_at timestamptz,
  on_way boolean not null default false,
  trace jsonb
);
create index alert_watch_due on alert_watch (due_at);
insert into alert_watch (container_id, due_at)
select id, now() from container where stage not in ('arrived', 'cancelled');

-- How far moves of containers have been read.
create table alert_reading (
  id boolean primary key default true check (id),
  version bigint not null
);
insert into alert_reading (version) select coalesce(max(version), 0) from container_position;
