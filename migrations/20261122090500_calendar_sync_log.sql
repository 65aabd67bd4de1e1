-- One line per run that did, held or failed something. Counts and codes only: no titles, names or addresses.

create table if not exists public.calendar_sync_log (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  organization_ids text[] not null,
  device text,
  trigger text not null check (trigger in ('manual', 'auto', 'webhook')),
  status text not null check (status in ('running', 'success', 'partial', 'failed', 'held')),
  imported int not null default 0,
  exported int not null default 0,
  updated int not null default 0,
  deleted int not null default 0,
  linked int not null default 0,
  conflicts int not null default 0,
  held int not null default 0,
  failed int not null default 0,
  error_codes text[] not null default '{}',
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index if not exists calendar_sync_log_of_user on public.calendar_sync_log (user_id, created_at desc);
create index if not exists calendar_sync_log_by_time on public.calendar_sync_log (created_at desc);

alter table public.calendar_sync_log enable row level security;
revoke all on public.calendar_sync_log from public, anon, authenticated;
grant select, insert, update on public.calendar_sync_log to authenticated;
grant all on public.calendar_sync_log to service_role;

drop policy if exists "Users can view their own sync log, super admins their organization's" on public.calendar_sync_log;
create policy "Users can view their own sync log, super admins their organization's" on public.calendar_sync_log
  for select to authenticated using (
    (user_id = (select auth.uid()) and organization_ids && (select calendar_sync.my_organizations())::text[])
    or organization_ids && (select calendar_sync.admin_organizations())::text[]
  );
drop policy if exists "Users can log their own syncs" on public.calendar_sync_log;
create policy "Users can log their own syncs" on public.calendar_sync_log
  for insert to authenticated
  with check (user_id = (select auth.uid()) and organization_ids <@ (select calendar_sync.my_organizations())::text[]);
drop policy if exists "Users can finish their own log lines" on public.calendar_sync_log;
create policy "Users can finish their own log lines" on public.calendar_sync_log
  for update to authenticated
  using (user_id = (select auth.uid()) and organization_ids && (select calendar_sync.my_organizations())::text[])
  with check (user_id = (select auth.uid()) and organization_ids && (select calendar_sync.my_organizations())::text[]);
