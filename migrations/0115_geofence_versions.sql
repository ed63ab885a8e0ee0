-- Every area that was drawn for a station stays, with who drew it; the newest counts. `null` (of JSON): taken away again.

alter table geofence add column version integer not null default 1 check (version > 0);
alter table geofence alter column version drop default;
alter table geofence add column drawn_by text references member;
alter table geofence drop constraint geofence_pkey;
alter table geofence add primary key (station, organisation_id, version);
