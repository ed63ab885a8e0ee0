-- What the warehouse recorded of a container, filled step by step; the steps themselves stand in container_step.

create table warehouse_record (
  container_id text primary key references container (id),
  warehouse_id text not null references organisation (id),
  received_at timestamptz not null,
  stuffed_at timestamptz,
  weighed_at timestamptz,
  -- Container and cargo on the weighbridge.
  gross_mass_kg int check (gross_mass_kg > 0),
  sealed_at timestamptz,
  seal_number text,
  check ((weighed_at is null) = (gross_mass_kg is null)),
  check ((sealed_at is null) = (seal_number is null))
);
