-- What stands in the ledger of the waiting lists: each event's content and salt, and the place of its entry.
create table waiting_proof (
  departure_id text not null references departure,
  sequence integer not null,
  content text not null,
  salt bytea not null,
  leaf_index bigint unique references ledger_entry (leaf_index),
  primary key (departure_id, sequence)
);
