-- Which container-hours of fixes the ledger holds a digest of. The fixes stay where they are, in `position`; here is what opens and places the digest.

create table passport_track_hour (
  container_id text not null references passport (container_id),
  hour timestamptz not null,
  -- 1, then one more for each time that fixes of a closed hour came late, or were thinned out.
  version int not null check (version >= 1),
  -- The ledger's entry that holds the root over this round's digests, and the digest's place among them.
  leaf_index bigint not null references ledger_entry (leaf_index),
  place int not null check (place >= 0),
  salt bytea not null check (octet_length(salt) = 16),
  digest bytea not null check (octet_length(digest) = 32),
  primary key (container_id, hour, version)
);
create unique index passport_track_hour_round on passport_track_hour (leaf_index, place);
create trigger passport_track_hour_kept before update or delete on passport_track_hour
  for each row execute function ledger_refuse_rewriting();
