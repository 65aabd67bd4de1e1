-- What changed, for whom, and in which transaction: the feed that calendar_pull reads.
-- Lives in a schema that the Data API does not expose.

do $$
declare
  stranger record;
begin
  for stranger in
    select t.name, t.sign
    from (values
      ('calendar_accounts', 'policy'), ('calendar_event_mappings', 'appointment_ref'), ('calendar_sync_log', 'error_codes')
    ) as t (name, sign)
    where to_regclass('public.' || t.name) is not null
      and not exists (
        select from pg_attribute a where a.attrelid = to_regclass('public.' || t.name) and a.attname = t.sign
      )
  loop
    raise exception 'not-set-up: public.% is there already, made by something else (it has no column %)', stranger.name, stranger.sign
      using hint = format('Rename it, for example: alter table public.%1$s rename to %1$s_old; then run the migrations again.', stranger.name);
  end loop;
end $$;

create schema if not exists calendar_sync;
revoke all on schema calendar_sync from public, anon;
grant usage on schema calendar_sync to authenticated, service_role;

create table if not exists calendar_sync.epoch (
  only_row boolean primary key default true check (only_row),
  id uuid not null default gen_random_uuid(),
  cluster text not null
);

-- One row per changed thing and person it concerns; when an appointment changes hands, the old owner has a row of their own.
create table if not exists calendar_sync.feed (
  user_id text not null,
  kind text not null check (kind in ('appointment', 'mapping', 'conflict')),
  thing text not null,
  is_deleted boolean not null,
  xid xid8 not null,
  primary key (user_id, kind, thing)
);
create index if not exists feed_since on calendar_sync.feed (user_id, xid);

alter table calendar_sync.epoch enable row level security;
alter table calendar_sync.feed enable row level security;
revoke all on calendar_sync.epoch, calendar_sync.feed from public, anon, authenticated;

-- Names this cluster and its timeline: a restored backup or a moved database has another name, and its transaction
-- numbers mean nothing to a cursor of the old one.
create or replace function calendar_sync.cluster() returns text
language plpgsql stable set search_path = '' as $$
begin
  return (select system_identifier from pg_catalog.pg_control_system())
    || '/' || (select timeline_id from pg_catalog.pg_control_checkpoint());
exception when insufficient_privilege then
  return 'unknown';
end $$;

insert into calendar_sync.epoch (cluster) values (calendar_sync.cluster()) on conflict do nothing;

-- Begins a new epoch where the database was restored or moved; numbers from the old cluster are drawn down to now.
create or replace function calendar_sync.heed_restore() returns void
language plpgsql security definer set search_path = '' as $$
declare
  here constant text := calendar_sync.cluster();
begin
  update calendar_sync.epoch set id = gen_random_uuid(), cluster = here where cluster <> here;
  if found then
    update calendar_sync.feed set xid = pg_current_xact_id() where xid > pg_current_xact_id();
  end if;
end $$;

-- plpgsql, here and in what else every pull calls: it keeps its plans as long as the connection lives.
create or replace function calendar_sync.current_epoch() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select id from calendar_sync.epoch);
end $$;

-- The caller's rows of the feed since a cursor. No upper bound: what commits late is read, reading twice is harmless.
create or replace function calendar_sync.my_feed(since xid8) returns table (kind text, thing text, is_deleted boolean)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query select f.kind, f.thing, f.is_deleted from calendar_sync.feed f
  where f.user_id = (select auth.uid())::text and f.xid >= since;
end $$;

-- For our own tables, which have id and user_id: trigger argument 0 is the kind.
create or replace function calendar_sync.record_change() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into calendar_sync.feed (user_id, kind, thing, is_deleted, xid)
  select n.user_id::text, tg_argv[0], n.id::text, false, pg_current_xact_id() from new_rows n order by 1, 3
  on conflict (user_id, kind, thing) do update set xid = excluded.xid, is_deleted = excluded.is_deleted;
  return null;
end $$;

create or replace function calendar_sync.record_truncation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update calendar_sync.epoch set id = gen_random_uuid();
  return null;
end $$;

revoke all on function calendar_sync.cluster(), calendar_sync.heed_restore(), calendar_sync.current_epoch(),
  calendar_sync.my_feed(xid8), calendar_sync.record_change(), calendar_sync.record_truncation() from public, anon;
grant execute on function calendar_sync.heed_restore(), calendar_sync.current_epoch(), calendar_sync.my_feed(xid8)
  to authenticated, service_role;
