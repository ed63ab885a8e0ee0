-- A tracker may speak MQTT instead of JT/T 808.

alter table tracker drop constraint tracker_edition_check;
alter table tracker add constraint tracker_edition_check check (edition in ('2011', '2013', '2019', 'mqtt'));
