-- The demo CRM's own tables, as such CRMs on Supabase commonly have them. It knows nothing of calendar sync:
-- no updated_at, no all-day column, no event id on its appointments.

create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now()
);

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  organization_id uuid references public.organizations (id) on delete set null,
  email text not null,
  full_name text not null default '',
  role text not null default 'USER' check (role in ('SUPER_ADMIN', 'ADMIN', 'USER')),
  created_at timestamptz not null default now()
);

create table public.user_organizations (
  user_id uuid not null references auth.users (id) on delete cascade,
  organization_id uuid not null references public.organizations (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, organization_id)
);

create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null check (name <> ''),
  email text,
  phone text,
  created_at timestamptz not null default now()
);
-- Two contacts of one organisation never share an address.
create unique index contacts_email on public.contacts (organization_id, lower(email)) where email is not null;

create table public.appointments (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  owner_id uuid not null default auth.uid() references auth.users (id),
  contact_id uuid references public.contacts (id) on delete set null,
  title text not null,
  description text,
  location text,
  start_time timestamptz not null,
  end_time timestamptz not null,
  status text not null default 'scheduled' check (status in ('scheduled', 'completed', 'cancelled')),
  created_at timestamptz not null default now(),
  constraint appointments_end_not_before_start check (end_time >= start_time)
);
create index appointments_by_organization on public.appointments (organization_id, start_time);
create index appointments_by_owner on public.appointments (owner_id, start_time);

-- Security definer, so that policies may ask it without recursing into the policies of the tables it reads.
create function public.is_super_admin() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.profiles where id = (select auth.uid()) and role = 'SUPER_ADMIN')
$$;

alter table public.organizations enable row level security;
alter table public.profiles enable row level security;
alter table public.user_organizations enable row level security;
alter table public.contacts enable row level security;
alter table public.appointments enable row level security;

create policy "Members see their own memberships" on public.user_organizations
  for select to authenticated using (user_id = (select auth.uid()));

create policy "Members see their organisations" on public.organizations
  for select to authenticated
  using (id in (select organization_id from public.user_organizations where user_id = (select auth.uid())));

create policy "Members see their colleagues" on public.profiles
  for select to authenticated
  using (
    id = (select auth.uid())
    or organization_id in (select organization_id from public.user_organizations where user_id = (select auth.uid()))
  );

create policy "Members work with their organisation's contacts" on public.contacts
  for all to authenticated
  using (organization_id in (select organization_id from public.user_organizations where user_id = (select auth.uid())))
  with check (
    organization_id in (select organization_id from public.user_organizations where user_id = (select auth.uid()))
  );

create policy "Members see their organisation's appointments" on public.appointments
  for select to authenticated
  using (organization_id in (select organization_id from public.user_organizations where user_id = (select auth.uid())));

create policy "Members add appointments of their own" on public.appointments
  for insert to authenticated
  with check (
    (owner_id = (select auth.uid()) or (select public.is_super_admin()))
    and organization_id in (select organization_id from public.user_organizations where user_id = (select auth.uid()))
  );

-- Without a check of the owner in the new row: an owner may hand an appointment over to a colleague.
create policy "Owners and super admins change appointments" on public.appointments
  for update to authenticated
  using (
    (owner_id = (select auth.uid()) or (select public.is_super_admin()))
    and organization_id in (select organization_id from public.user_organizations where user_id = (select auth.uid()))
  )
  with check (
    organization_id in (select organization_id from public.user_organizations where user_id = (select auth.uid()))
  );

create policy "Owners and super admins delete appointments" on public.appointments
  for delete to authenticated
  using (
    (owner_id = (select auth.uid()) or (select public.is_super_admin()))
    and organization_id in (select organization_id from public.user_organizations where user_id = (select auth.uid()))
  );
