-- Stand-in for supabase_vault 0.3.1: same names, arguments, columns and grants. The cipher is pgcrypto's, the key a row
-- that nobody but the owner reads. Migrations must use only this surface, then they run unchanged on the real extension.
create schema vault;
create table vault._root_key (k text not null default encode(extensions.gen_random_bytes(32), 'hex'));
insert into vault._root_key default values;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea default extensions.gen_random_bytes(16),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index secrets_name_idx on vault.secrets (name) where name is not null;

create function vault._enc(t text) returns text language sql security definer set search_path = '' as $$
  select encode(extensions.pgp_sym_encrypt(t, k, 'cipher-algo=aes256'), 'base64') from vault._root_key
$$;
create function vault._dec(t text) returns text language sql security definer set search_path = '' as $$
  select extensions.pgp_sym_decrypt(decode(t, 'base64'), k) from vault._root_key
$$;

create view vault.decrypted_secrets as
  select id, name, description, secret, vault._dec(secret) as decrypted_secret, key_id, nonce, created_at, updated_at
  from vault.secrets;

create function vault.create_secret(
  new_secret text, new_name text default null, new_description text default '', new_key_id uuid default null
) returns uuid language sql security definer set search_path = '' as $$
  insert into vault.secrets (secret, name, description)
  values (vault._enc(new_secret), new_name, new_description) returning id
$$;
create function vault.update_secret(
  secret_id uuid, new_secret text default null, new_name text default null, new_description text default null,
  new_key_id uuid default null
) returns void language sql security definer set search_path = '' as $$
  update vault.secrets s
  set secret = coalesce(vault._enc(new_secret), s.secret), name = coalesce(new_name, s.name),
    description = coalesce(new_description, s.description), updated_at = now()
  where s.id = secret_id
$$;

revoke all on all functions in schema vault from public;
revoke all on all tables in schema vault from public;
grant usage on schema vault to service_role;
grant select, delete on vault.secrets, vault.decrypted_secrets to service_role;
grant execute on function vault.create_secret, vault.update_secret, vault._dec to service_role;
