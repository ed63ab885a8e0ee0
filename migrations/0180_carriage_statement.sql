-- What is said of carriages stands in their containers' history and in the ledger. What was said before this, does not, until more is said of it.

create table carriage_step (
  container_id text not null,
  -- Of the step in container_step.
  sequence integer not null,
  carriage_id text not null references carriage,
  version integer not null,
  kind text not null check (kind in ('plan', 'departure', 'arrival', 'withdrawal')),
  primary key (container_id, sequence),
  foreign key (container_id, sequence) references container_step (container_id, sequence)
);
create index carriage_step_of_carriage on carriage_step (carriage_id, container_id, sequence);
