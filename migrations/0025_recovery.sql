-- A ledger that caught up with what was published before its database was restored from an older copy.

-- Each catching up: entries [first_index, end_index) came back from a mirror, and the ledger says so itself in the entry at leaf_index.
create table ledger_recovery (
  leaf_index bigint primary key references ledger_entry (leaf_index),
  first_index bigint not null check (first_index >= 0),
  end_index bigint not null check (end_index >= first_index),
  at timestamptz not null
);

-- What came back without the contents that open its digests: those were in the lost database alone.
create table ledger_without_content (
  leaf_index bigint primary key references ledger_entry (leaf_index),
  recovery_index bigint not null references ledger_recovery (leaf_index),
  kind text not null check (kind in ('statement', 'key')),
  kid text not null
);

-- What no signed head covers may be taken back, by whoever catches up and says so in its transaction; all else stays for ever.
create function ledger_refuse_taking_back() returns trigger language plpgsql as $$
declare
  place bigint := case when tg_table_name = 'passport_document' then (
      select leaf_index from passport_statement
      where container_id = to_jsonb(old) ->> 'container_id' and sequence = (to_jsonb(old) ->> 'sequence')::integer)
    else (to_jsonb(old) ->> 'leaf_index')::bigint end;
begin
  if current_setting('landbridge.catching_up', true) is distinct from 'on'
    or place is null or place < coalesce((select size from ledger_head), 0) then
    raise exception 'the ledger is append-only: % of % refused', tg_op, tg_table_name;
  end if;
  return old;
end $$;

drop trigger ledger_entry_kept on ledger_entry;
create trigger ledger_entry_kept before update or truncate on ledger_entry
  for each statement execute function ledger_refuse_rewriting();
create trigger ledger_entry_not_taken_back before delete on ledger_entry
  for each row execute function ledger_refuse_taking_back();
drop trigger passport_statement_kept on passport_statement;
create trigger passport_statement_kept before update on passport_statement
  for each row execute function ledger_refuse_rewriting();
create trigger passport_statement_not_taken_back before delete on passport_statement
  for each row execute function ledger_refuse_taking_back();
drop trigger passport_document_kept on passport_document;
create trigger passport_document_kept before update on passport_document
  for each row execute function ledger_refuse_rewriting();
create trigger passport_document_not_taken_back before delete on passport_document
  for each row execute function ledger_refuse_taking_back();
