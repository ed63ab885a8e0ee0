-- A train that ends before its line does.

alter table departure
  -- One of the line's stops after the first; null: the whole line.
  add column ends_at text;
