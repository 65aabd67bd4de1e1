-- Which appointment and which event are the same thing, and what both last agreed on.

do $$
declare
  crm record;
begin
  select * into crm from calendar_sync.appointments_table();
  execute format($table$
    create table if not exists public.calendar_event_mappings (
      id uuid primary key default gen_random_uuid(),
      calendar_account_id uuid not null references public.calendar_accounts (id) on delete cascade,
      calendar_id uuid not null,
      user_id uuid not null default auth.uid(),
      organization_id text not null,
      appointment_id %1$s references %2$s (%3$s) on delete set null,
      appointment_ref text not null, -- the appointment's id, kept when the appointment is deleted
      external_event_id text,
      external_event_etag text,
      external_event_stamp text,
      identity text,
      base jsonb not null,
      origin text not null check (origin in ('crm', 'calendar')),
      status text not null
        check (status in ('pending', 'synced', 'conflict', 'held', 'read_only', 'error', 'closed', 'dismissed')),
      rev bigint not null default 1,
      generation int not null default 0,
      intent jsonb,
      known_event_ids text[] not null default '{}',
      is_masked boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      foreign key (calendar_id, calendar_account_id, user_id, organization_id)
        references public.calendar_account_calendars (id, calendar_account_id, user_id, organization_id) on delete cascade
    )
  $table$, crm.id_type, crm.relation, crm.id_column);
end $$;

-- One meeting, one appointment, one event per user: over everything that is not closed.
create unique index if not exists calendar_event_mappings_event_once
  on public.calendar_event_mappings (calendar_id, external_event_id) where status <> 'closed';
create unique index if not exists calendar_event_mappings_meeting_once
  on public.calendar_event_mappings (user_id, organization_id, identity) where status <> 'closed';
create unique index if not exists calendar_event_mappings_appointment_once
  on public.calendar_event_mappings (user_id, appointment_ref) where status <> 'closed';
create index if not exists calendar_event_mappings_of_account on public.calendar_event_mappings (calendar_account_id);
create index if not exists calendar_event_mappings_of_calendar on public.calendar_event_mappings (calendar_id);
create index if not exists calendar_event_mappings_of_user on public.calendar_event_mappings (user_id, appointment_ref);
create index if not exists calendar_event_mappings_orphaned on public.calendar_event_mappings (appointment_ref) where appointment_id is null;
create index if not exists calendar_event_mappings_of_appointment on public.calendar_event_mappings (appointment_id);

alter table public.calendar_event_mappings enable row level security;
revoke all on public.calendar_event_mappings from public, anon, authenticated;
grant select, insert, update on public.calendar_event_mappings to authenticated;
grant all on public.calendar_event_mappings to service_role;

drop policy if exists "Users can view their own event mappings" on public.calendar_event_mappings;
create policy "Users can view their own event mappings" on public.calendar_event_mappings
  for select to authenticated
  using (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));
drop policy if exists "Users can add event mappings of their own" on public.calendar_event_mappings;
create policy "Users can add event mappings of their own" on public.calendar_event_mappings
  for insert to authenticated
  with check (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));
drop policy if exists "Users can change their own event mappings" on public.calendar_event_mappings;
create policy "Users can change their own event mappings" on public.calendar_event_mappings
  for update to authenticated
  using (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]))
  with check (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));

create or replace trigger calendar_sync_inserted after insert on public.calendar_event_mappings
  referencing new table as new_rows for each statement execute function calendar_sync.record_change('mapping');
create or replace trigger calendar_sync_updated after update on public.calendar_event_mappings
  referencing new table as new_rows for each statement execute function calendar_sync.record_change('mapping');

-- An appointment put back under its old id: its mappings, whose foreign key was nulled, point at it again.
do $$
declare
  crm record;
begin
  select * into crm from calendar_sync.appointments_table();
  execute format($trigger$
    create or replace function calendar_sync.restore_references() returns trigger
    language plpgsql security definer set search_path = '' as $f$
    begin
      update public.calendar_event_mappings m set appointment_id = n.%1$s
      from new_rows n where m.appointment_id is null and m.appointment_ref = n.%1$s::text;
      return null;
    end $f$;
    create or replace trigger calendar_sync_restored after insert on %2$s referencing new table as new_rows
      for each statement execute function calendar_sync.restore_references();
  $trigger$, crm.id_column, crm.relation);
end $$;
revoke all on function calendar_sync.restore_references() from public, anon;
