-- What operators tell their trackers to do, what came of it, and what trackers say beside positions.

-- As the device last registered or authenticated; unknown until then.
alter table tracker add column edition text check (edition in ('2011', '2013', '2019'));
create index tracker_terminal on tracker (terminal_id);

create table tracker_command (
  id text primary key,
  tracker_id text not null references tracker (id),
  request jsonb not null,
  -- queued → sent → answered or timed_out; queued → expired when its tracker did not come in time.
  state text not null check (state in ('queued', 'sent', 'answered', 'timed_out', 'expired')),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  sent_at timestamptz,
  ended_at timestamptz,
  -- How the tracker answered; 'unwritable': its protocol cannot say the command, and nothing was sent.
  result text check (result in ('ok', 'failed', 'wrong', 'unsupported', 'unwritable')),
  -- What it told when it was asked something.
  said jsonb
);
create index tracker_command_list on tracker_command (tracker_id, id desc);
create index tracker_command_queued on tracker_command (tracker_id) where state = 'queued';
create index tracker_command_waiting on tracker_command (expires_at) where state = 'queued';
create index tracker_command_sent on tracker_command (sent_at) where state = 'sent';

-- Data a tracker passed through (0x0900), whole. Bounded: the newest of each tracker stay.
create table tracker_message (
  id bigint generated always as identity primary key,
  tracker_id text not null references tracker (id),
  received_at timestamptz not null,
  message_id int not null,
  frame bytea not null
);
create index tracker_message_list on tracker_message (tracker_id, id desc);

-- What could be read of a frame that was not taken.
alter table quarantined_frame add column decoded jsonb;

do $$ begin
  if to_regrole('landbridge_gateway') is null then return; end if;
  grant select (maker, model, edition), update (edition) on tracker to landbridge_gateway;
  grant select on tracker_command to landbridge_gateway;
  grant update (state, sent_at, ended_at, result, said) on tracker_command to landbridge_gateway;
  grant select, insert, delete on tracker_message to landbridge_gateway;
end $$;
