-- Places of the world by UN/LOCODE, once somebody has loaded the listing: found by code and by name, for the legs before and after the train.

create table place (
  code text primary key,
  name text not null,
  -- What it is found by: its names as they are compared, with and without diacritics.
  key text not null,
  plain_key text not null,
  subdivision text,
  -- UN/LOCODE's own: 1 port, 2 rail, 3 road, 4 airport, 5 post, 6 inland depot, 7 pipeline, B border.
  functions text not null,
  lat double precision,
  lon double precision,
  check ((lat is null) = (lon is null))
);
create index place_key on place (key text_pattern_ops);
create index place_plain_key on place (plain_key text_pattern_ops);
