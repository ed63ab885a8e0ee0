-- A party's list of containers in a state is one range of one index, whatever the planner thinks of how common the state is: the
-- right to see a container holds its state, too. The foreign key keeps both the same, and carries a step over.
alter table container add constraint container_in_state unique (id, stage, customs, held);

alter table container_party
  add column stage text,
  add column customs text,
  add column held boolean;
update container_party set stage = container.stage, customs = container.customs, held = container.held
  from container where container.id = container_id;
alter table container_party
  alter column stage set not null,
  alter column customs set not null,
  alter column held set not null,
  drop constraint container_party_container_id_fkey,
  add constraint container_party_in_state foreign key (container_id, stage, customs, held)
    references container (id, stage, customs, held) on update cascade;
create index container_party_by_state on container_party (organisation_id, stage, customs, held, container_id);

-- Nobody asks for containers of a state without saying whose.
drop index container_state, container_customs;
