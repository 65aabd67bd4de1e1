/**
 * What a hosted Supabase project gives before any migration runs: roles, default privileges, schema auth.
 * Migrations run as crm_owner, who like hosted `postgres` is no superuser but passes row-level security.
 */
export const supabaseEnvironment = `
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator noinherit login;
grant anon, authenticated, service_role to authenticator;
create role crm_owner nosuperuser bypassrls createrole nologin;
grant anon, authenticated, service_role to crm_owner;
do $$ begin execute format('grant create on database %I to crm_owner', current_database()); end $$;
grant create, usage on schema public to crm_owner;

create schema extensions;
create schema auth;
grant usage on schema public, extensions, auth to anon, authenticated, service_role, crm_owner;
alter default privileges for role crm_owner in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges for role crm_owner in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges for role crm_owner in schema public grant all on functions to anon, authenticated, service_role;

create table auth.users (
  id uuid primary key default gen_random_uuid(), email text unique, raw_app_meta_data jsonb not null default '{}', created_at timestamptz not null default now()
);
grant all on auth.users to crm_owner;
create function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;
create function auth.uid() returns uuid language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
create function auth.role() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')::text
$$;
`
