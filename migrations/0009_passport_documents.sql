-- Papers that go with a statement, by digest: each under a salt of its own, so that one can be shown alone.
create table passport_document (
  container_id text not null,
  sequence integer not null,
  -- Within the statement, from 1: the place of its digest in the public part.
  number integer not null check (number between 1 and 12),
  salt bytea not null,
  content text not null,
  -- Of the file, lower-case hex: what a stranger who holds the file looks up by a few leading digits.
  sha256 text collate "C" not null,
  primary key (container_id, sequence, number),
  foreign key (container_id, sequence) references passport_statement (container_id, sequence)
);
create index passport_document_sha256 on passport_document (sha256);
create trigger passport_document_kept before update or delete on passport_document
  for each row execute function ledger_refuse_rewriting();
