-- What organisations are told, in the app, by mail and by webhook.

-- One row an organisation told. The words are made from `kind` and `facts` when it is read, in the reader's language.
create table notice (
  id text primary key,
  organisation_id text not null references organisation,
  kind text not null,
  tone text not null check (tone in ('info', 'good', 'warning', 'critical')),
  facts jsonb not null,
  -- What it is about, to be opened from it: a container, a booking, a departure; null where there is nothing to open.
  subject_kind text,
  subject_id text,
  -- False: for machines only; people would drown in it.
  for_people boolean not null,
  happened_at timestamptz not null,
  created_at timestamptz not null
);
create index notice_of_organisation on notice (organisation_id, id desc) where for_people;

-- How far each member has read, and what they want by mail. No row: nothing read, nothing by mail.
create table notice_reader (
  member_id text primary key references member,
  organisation_id text not null references organisation,
  -- Ids sort by age: all up to this one are read.
  read_until text not null default '',
  mail_at_once text not null default 'none' check (mail_at_once in ('none', 'critical', 'warning', 'all')),
  -- The hour of the day, by the clock of `time_zone`, of the daily digest; null without one.
  digest_hour smallint check (digest_hour between 0 and 23),
  time_zone text not null default 'Asia/Shanghai',
  locale text not null default 'zh' check (locale in ('zh', 'en', 'ru')),
  -- The day of the last digest, so that each day has one.
  digested_on date
);
create index notice_reader_of_organisation on notice_reader (organisation_id);
create index notice_reader_digest on notice_reader (digested_on) where digest_hour is not null;

create table webhook (
  id text primary key,
  organisation_id text not null references organisation,
  url text not null,
  -- Kinds of notice it is sent; empty: all.
  kinds text[] not null,
  sealed_secret bytea not null,
  -- After a change of secret both sign until this moment.
  sealed_secret_before bytea,
  secret_before_until timestamptz,
  state text not null check (state in ('active', 'paused', 'stopped', 'deleted')),
  -- Why the server stopped it.
  stopped_for text,
  created_at timestamptz not null
);
create index webhook_of_organisation on webhook (organisation_id, id desc);

-- What is to be sent, and what became of it: a notice to one webhook, or a mail to one member.
create table outgoing_message (
  id text primary key,
  organisation_id text not null references organisation,
  webhook_id text references webhook,
  member_id text references member,
  notice_id text references notice,
  -- As it is sent: the JSON of a webhook; subject, line feed, text of a mail.
  content text not null,
  state text not null check (state in ('waiting', 'sent', 'given_up')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  -- Whoever sends holds it until then; after a kill it is due again.
  leased_until timestamptz,
  last_answer text,
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((webhook_id is null) <> (member_id is null))
);
create index outgoing_message_due on outgoing_message (next_attempt_at) where state = 'waiting';
create index outgoing_message_of_webhook on outgoing_message (webhook_id, id desc) where webhook_id is not null;
