-- Fees for boxes that did not come are charged without a train's account moving: how many there were is kept with its sums.
alter table train_summed add column no_shows integer not null default 0;
create index no_show_of_departure on no_show (departure_id);
