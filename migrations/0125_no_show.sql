-- Boxes that had not come when the gate of their train closed. A box that rolls over to another train keeps what it missed.
create table no_show (
  container_id text not null references container,
  departure_id text not null references departure,
  at timestamptz not null,
  primary key (container_id, departure_id)
);

-- Trains whose gate has closed and that have not left: looked at again and again.
create index departure_gate on departure (gate_in_cutoff_at) where state = 'scheduled';
