-- Parties, their members and how they sign in. auth_* are better-auth's own tables under our names (src/identity/sign-in.ts
-- maps them); the rest is ours. A member and its auth_user share one id: a person belongs to one organisation.

create table organisation (
  id text primary key,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  name_ru text not null,
  country text not null,
  credit_code text unique,
  registration_number text,
  customs_code text,
  address text,
  created_at timestamptz not null,
  -- A party in China is known by its credit code, one abroad by its own country's number. The platform, made at the very
  -- first start, signs no trade document and may have neither.
  check (
    kind = 'platform'
    or case when country = 'CN' then credit_code is not null else registration_number is not null end
  ),
  unique (country, registration_number)
);
create index organisation_by_kind on organisation (kind, id);

create table auth_user (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table auth_session (
  id text primary key,
  user_id text not null references auth_user (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_session_by_user on auth_session (user_id);

create table auth_account (
  id text primary key,
  user_id text not null references auth_user (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index auth_account_by_user on auth_account (user_id);

create table auth_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_verification_by_identifier on auth_verification (identifier);

create table member (
  id text primary key references auth_user (id),
  organisation_id text not null references organisation (id),
  role text not null,
  active boolean not null default true,
  created_at timestamptz not null
);
create index member_of_organisation on member (organisation_id, id);

create table invitation (
  id text primary key,
  organisation_id text not null references organisation (id),
  email text not null,
  role text not null,
  -- SHA-256 of the token: whoever reads this table cannot use an invitation.
  token_digest bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
create index invitation_of_organisation on invitation (organisation_id, id);

create table api_key (
  id text primary key,
  organisation_id text not null references organisation (id),
  name text not null,
  role text not null,
  secret_digest bytea not null unique,
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_of_organisation on api_key (organisation_id, id);

create table organisation_key (
  kid text primary key,
  organisation_id text not null references organisation (id),
  public_x text not null,
  sealed_seed bytea not null,
  created_at timestamptz not null
);
create index organisation_key_of_organisation on organisation_key (organisation_id, created_at desc);

-- Sign-in attempts by account, address and both; the key is a digest, so the table tells nobody who tried.
create table sign_in_attempt (
  key text primary key,
  window_ends_at timestamptz not null,
  attempts integer not null
);
create index sign_in_attempt_age on sign_in_attempt (window_ends_at);
