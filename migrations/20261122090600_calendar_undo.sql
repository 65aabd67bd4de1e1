-- Before-images: what an appointment or event was before a sync changed or deleted it. For its owner only, for 30 days.

create table if not exists public.calendar_undo (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null,
  user_id uuid not null default auth.uid(),
  organization_id text not null,
  mapping_id uuid not null references public.calendar_event_mappings (id) on delete cascade,
  calendar_id uuid not null,
  appointment_ref text not null,
  side text not null check (side in ('crm', 'calendar')), -- which side was written
  kind text not null check (kind in ('update', 'delete')),
  unit text, -- deletions: what counts as one, a series or a single meeting
  before jsonb, -- crm: the whole row; calendar: the event's content; null once the event became private
  created_at timestamptz not null default now()
);
create index if not exists calendar_undo_of_user on public.calendar_undo (user_id, created_at desc);
create index if not exists calendar_undo_of_mapping on public.calendar_undo (mapping_id);
create index if not exists calendar_undo_by_time on public.calendar_undo (created_at);

alter table public.calendar_undo enable row level security;
revoke all on public.calendar_undo from public, anon, authenticated;
grant select, insert, update (before) on public.calendar_undo to authenticated;
grant all on public.calendar_undo to service_role;

drop policy if exists "Users can view their own before-images for 30 days" on public.calendar_undo;
create policy "Users can view their own before-images for 30 days" on public.calendar_undo
  for select to authenticated using (
    user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[])
    and created_at > now() - interval '30 days'
  );
drop policy if exists "Users can keep before-images of their own" on public.calendar_undo;
create policy "Users can keep before-images of their own" on public.calendar_undo
  for insert to authenticated
  with check (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]));
drop policy if exists "Users can empty their own before-images" on public.calendar_undo;
create policy "Users can empty their own before-images" on public.calendar_undo
  for update to authenticated
  using (user_id = (select auth.uid()) and organization_id = any ((select calendar_sync.my_organizations())::text[]))
  with check (user_id = (select auth.uid()) and before is null);

-- Deletes everybody's expired before-images, at most a thousand at a time; called at the end of a run.
create or replace function calendar_sync.forget_old_images() returns void
language sql security definer set search_path = '' as $$
  delete from public.calendar_undo where id in (
    select id from public.calendar_undo where created_at < now() - interval '30 days' limit 1000
  )
$$;
revoke all on function calendar_sync.forget_old_images() from public, anon;
grant execute on function calendar_sync.forget_old_images() to authenticated, service_role;
