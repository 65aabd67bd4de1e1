/** CRMs as they are met in the wild. */
export const variants = [
  'uuid', // user_organizations, uuid ids, no updated_at, no all-day column, no status
  'text-ids', // every id but the user's is text, also the appointments'
  'profiles', // membership in profiles only
  'full', // all-day, status as an enum, updated_at, the CRM's own event id, other names of columns
  'careless', // row-level security that lets everybody read and write everything
  'unprotected', // no row-level security at all, bigint identity, timestamps without zone
  'no-appointments',
] as const
export type Variant = (typeof variants)[number]

export function crmSchema(variant: Variant): string {
  const idType = variant === 'text-ids' ? 'text' : 'uuid'
  return [organizations(idType), membership(variant, idType), appointments(variant, idType)].join('\n')
}

const organizations = (idType: string) => `
create table public.organizations (id ${idType} primary key default gen_random_uuid()${idType === 'text' ? '::text' : ''}, name text not null);
`

function membership(variant: Variant, idType: string): string {
  if (variant === 'profiles') {
    return `create table public.profiles (
      id uuid primary key references auth.users (id), organization_id ${idType} references public.organizations (id), role text not null default 'USER'
    );
    alter table public.profiles enable row level security;
    create policy "own profile" on public.profiles for select to authenticated using (id = auth.uid());`
  }
  return `create table public.user_organizations (
    user_id uuid not null references auth.users (id), organization_id ${idType} not null references public.organizations (id),
    role text not null default 'USER', primary key (user_id, organization_id)
  );
  alter table public.user_organizations enable row level security;
  create policy "own memberships" on public.user_organizations for select to authenticated using (user_id = auth.uid());`
}

function appointments(variant: Variant, idType: string): string {
  switch (variant) {
    case 'no-appointments':
      return ''
    case 'full':
      return `create type public.appointment_status as enum ('scheduled', 'done', 'cancelled');
      create table public.appointments (
        id uuid primary key default gen_random_uuid(), subject varchar(200) not null, notes text, location text,
        starts_at timestamptz not null, ends_at timestamptz not null, is_all_day boolean not null default false,
        status public.appointment_status not null default 'scheduled', google_event_id text, contact_id uuid,
        user_id uuid not null references auth.users (id), created_by uuid not null, organization_id uuid not null references public.organizations (id),
        updated_at timestamptz not null default now()
      );
      ${tight('user_id', 'public.user_organizations', 'user_id')}`
    case 'unprotected':
      return `create table public.appointments (
        id bigint generated always as identity primary key, title text not null, description text, location text,
        start_time timestamp not null, end_time timestamp, contact_id uuid, owner_id text, organization_id uuid
      );`
    case 'uuid':
    case 'text-ids':
    case 'profiles':
    case 'careless':
      return `create table public.appointments (
        id ${idType} primary key default gen_random_uuid()${idType === 'text' ? '::text' : ''}, title text not null check (title <> 'forbidden word'),
        description text, location text, start_time timestamptz not null, end_time timestamptz not null, contact_id uuid,
        owner_id uuid references auth.users (id), organization_id ${idType} references public.organizations (id), created_at timestamptz not null default now()
      );
      ${
        variant === 'careless'
          ? `alter table public.appointments enable row level security;
             create policy "everyone" on public.appointments for all using (true) with check (true);`
          : tight(
              'owner_id',
              variant === 'profiles' ? 'public.profiles' : 'public.user_organizations',
              variant === 'profiles' ? 'id' : 'user_id',
            )
      }`
    default:
      throw new Error(variant satisfies never)
  }
}

/** Colleagues read each other's appointments, everybody writes their own. */
const tight = (owner: string, members: string, person: string) => `
alter table public.appointments enable row level security;
create policy "colleagues read" on public.appointments for select to authenticated
  using (organization_id in (select organization_id from ${members} where ${person} = auth.uid()));
create policy "owners add" on public.appointments for insert to authenticated with check (${owner} = auth.uid());
create policy "owners change" on public.appointments for update to authenticated using (${owner} = auth.uid());
create policy "owners delete" on public.appointments for delete to authenticated using (${owner} = auth.uid());
`
