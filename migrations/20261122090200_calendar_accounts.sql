-- The calendar accounts people connected, and the calendars in them.

create table if not exists public.calendar_accounts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  organization_id text not null,
  provider text not null check (provider in ('google', 'outlook')),
  email text not null,
  state text not null default 'ok'
    check (state in ('ok', 'expiring', 'needs-reconnect', 'needs-admin-approval', 'read-only', 'paused')),
  policy text not null default 'ask' check (policy in ('ask', 'crm-wins', 'calendar-wins')),
  timezone text not null default 'UTC',
  connected boolean not null default true,
  last_sync timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (id, user_id, organization_id)
);
create unique index if not exists calendar_accounts_once
  on public.calendar_accounts (user_id, provider, lower(email), organization_id);
create index if not exists calendar_accounts_of_organization on public.calendar_accounts (organization_id);

create table if not exists public.calendar_account_calendars (
  id uuid primary key default gen_random_uuid(),
  calendar_account_id uuid not null,
  user_id uuid not null default auth.uid(),
  organization_id text not null,
  external_id text not null,
  name text not null,
  timezone text not null default 'UTC',
  is_primary boolean not null default false,
  is_writable boolean not null default false,
  direction text not null default 'off' check (direction in ('two-way', 'import', 'export', 'off')),
  is_home boolean not null default false check (not is_home or is_writable),
  consented_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (calendar_account_id, external_id),
  unique (id, calendar_account_id, user_id, organization_id),
  foreign key (calendar_account_id, user_id, organization_id)
    references public.calendar_accounts (id, user_id, organization_id) on delete cascade
);
-- One home per user and organisation: the calendar that new appointments are exported to.
create unique index if not exists calendar_account_calendars_home
  on public.calendar_account_calendars (user_id, organization_id) where is_home;

alter table public.calendar_accounts enable row level security;
alter table public.calendar_account_calendars enable row level security;
revoke all on public.calendar_accounts, public.calendar_account_calendars from public, anon, authenticated;
grant select, insert, update on public.calendar_accounts, public.calendar_account_calendars to authenticated;
grant all on public.calendar_accounts, public.calendar_account_calendars to service_role;

drop policy if exists "Users can view their own calendar accounts, super admins their organization's" on public.calendar_accounts;
create policy "Users can view their own calendar accounts, super admins their organization's" on public.calendar_accounts
  for select to authenticated using (
    (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]))
    or organization_id = any ((select calendar_sync.admin_organizations())::text[])
  );
drop policy if exists "Users can connect calendar accounts in their own organizations" on public.calendar_accounts;
create policy "Users can connect calendar accounts in their own organizations" on public.calendar_accounts
  for insert to authenticated with check (
    user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[])
  );
drop policy if exists "Users can change their own calendar accounts" on public.calendar_accounts;
create policy "Users can change their own calendar accounts" on public.calendar_accounts
  for update to authenticated
  using (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]))
  with check (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));

drop policy if exists "Users can view their own calendars" on public.calendar_account_calendars;
create policy "Users can view their own calendars" on public.calendar_account_calendars
  for select to authenticated
  using (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));
drop policy if exists "Users can add calendars to their own accounts" on public.calendar_account_calendars;
create policy "Users can add calendars to their own accounts" on public.calendar_account_calendars
  for insert to authenticated
  with check (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));
drop policy if exists "Users can change their own calendars" on public.calendar_account_calendars;
create policy "Users can change their own calendars" on public.calendar_account_calendars
  for update to authenticated
  using (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]))
  with check (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));
