-- Open questions: the same field of one meeting was edited on both sides. One open question per mapping.

create table if not exists public.calendar_conflicts (
  id uuid primary key default gen_random_uuid(),
  mapping_id uuid not null references public.calendar_event_mappings (id) on delete cascade,
  user_id uuid not null default auth.uid(),
  organization_id text not null,
  fields jsonb not null,
  resolution jsonb,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  closed_at timestamptz
);
create unique index if not exists calendar_conflicts_open on public.calendar_conflicts (mapping_id) where closed_at is null;
create index if not exists calendar_conflicts_of_mapping on public.calendar_conflicts (mapping_id);
create index if not exists calendar_conflicts_of_user on public.calendar_conflicts (user_id) where closed_at is null;

alter table public.calendar_conflicts enable row level security;
revoke all on public.calendar_conflicts from public, anon, authenticated;
grant select, insert, update on public.calendar_conflicts to authenticated;
grant all on public.calendar_conflicts to service_role;

drop policy if exists "Users can view their own conflicts" on public.calendar_conflicts;
create policy "Users can view their own conflicts" on public.calendar_conflicts
  for select to authenticated
  using (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));
drop policy if exists "Users can open conflicts of their own" on public.calendar_conflicts;
create policy "Users can open conflicts of their own" on public.calendar_conflicts
  for insert to authenticated
  with check (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));
drop policy if exists "Users can resolve their own conflicts" on public.calendar_conflicts;
create policy "Users can resolve their own conflicts" on public.calendar_conflicts
  for update to authenticated
  using (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]))
  with check (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));

create or replace trigger calendar_sync_inserted after insert on public.calendar_conflicts
  referencing new table as new_rows for each statement execute function calendar_sync.record_change('conflict');
create or replace trigger calendar_sync_updated after update on public.calendar_conflicts
  referencing new table as new_rows for each statement execute function calendar_sync.record_change('conflict');

-- p: {mappingId, resolution}. Records the side chosen per field; the next plan reads it. false where nothing is open any more.
create or replace function public.calendar_resolve(p jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update public.calendar_conflicts set resolution = p -> 'resolution', resolved_at = now()
  where mapping_id = (p ->> 'mappingId')::uuid and user_id = auth.uid() and closed_at is null;
  return to_jsonb(found);
end $$;
revoke all on function public.calendar_resolve(jsonb) from public, anon;
grant execute on function public.calendar_resolve(jsonb) to authenticated, service_role;
