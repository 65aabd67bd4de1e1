-- calendar_begin: takes the lease and records what is about to be written at the calendar. docs/protocol.md has the contract.

-- create: a pending mapping with the content to be created, for an appointment that is still as the plan saw it.
create or replace function calendar_sync.begin_creates(run uuid, ops jsonb) returns jsonb
language sql set search_path = '' as $$
  with op as materialized (
    select (o ->> 'n')::int as n, (o #>> '{mapping,id}')::uuid as id, (o #>> '{mapping,accountId}')::uuid as account_id,
      (o #>> '{mapping,calendarId}')::uuid as calendar_id, o #>> '{mapping,appointmentId}' as ref,
      calendar_sync.appointment_key(o #>> '{mapping,appointmentId}') as key, o #> '{mapping,content}' as content, o -> 'expected' as expected
    from jsonb_array_elements(ops) o
  ), placed as materialized (
    select op.*, c.organization_id, coalesce(a.row = op.expected and a.organization_id = c.organization_id, false) as is_expected,
      exists (select from public.calendar_event_mappings m
        where m.user_id = (select auth.uid()) and m.appointment_ref = op.ref and m.status <> 'closed') as is_taken
    from op
    left join public.calendar_account_calendars c
      on c.id = op.calendar_id and c.calendar_account_id = op.account_id and c.user_id = (select auth.uid())
    left join calendar_sync.my_appointments a on a.key = op.key
  ), judged as materialized (
    select placed.*, case
      when is_taken then 'exists'
      when not is_expected then 'expected-changed'
      when row_number() over (partition by ref, is_taken, is_expected order by n) > 1 then 'exists' end as code
    from placed
  ), added as (
    insert into public.calendar_event_mappings
      (id, calendar_account_id, calendar_id, user_id, organization_id, appointment_id, appointment_ref, base, origin, status)
    select id, account_id, calendar_id, (select auth.uid()), organization_id, key, ref, content, 'crm', 'pending'
    from judged where code is null order by n
  )
  select jsonb_agg(case
    when code is null then jsonb_build_object('n', n, 'ok', true, 'rev', 1)
    else jsonb_build_object('n', n, 'ok', false, 'code', code) end)
  from judged
$$;

-- recreate, resume, update, delete: an existing mapping whose rev and appointment are still as the plan saw them.
create or replace function calendar_sync.begin_changes(run uuid, ops jsonb) returns jsonb
language sql set search_path = '' as $$
  with op as materialized (
    select (o ->> 'n')::int as n, o ->> 'op' as op, (o ->> 'mappingId')::uuid as id, (o ->> 'rev')::bigint as rev, o
    from jsonb_array_elements(ops) o
  ), single as materialized (
    select op.*, m.appointment_ref, m.organization_id, m.calendar_id, case
      when m.rev is distinct from op.rev or op.op = 'resume' and m.status <> 'pending' then 'rev-changed'
      when op.op = 'delete' and a.organization_id = m.organization_id and not a.is_cancelled then 'expected-changed'
      when op.op in ('recreate', 'update')
        and not coalesce(a.row = o -> 'expected' and a.organization_id = m.organization_id, false) then 'expected-changed'
      end as code
    from op
    left join public.calendar_event_mappings m on m.id = op.id and m.user_id = (select auth.uid())
    left join calendar_sync.my_appointments a on a.key = m.appointment_id
  ), judged as materialized ( -- the first of several for one mapping raises its rev
    select n, op, id, rev, o, appointment_ref, organization_id, calendar_id,
      case when row_number() over (partition by id, code is null order by n) > 1 then coalesce(code, 'rev-changed') else code end as code
    from single
  ), kept as (
    insert into public.calendar_undo (run_id, organization_id, mapping_id, calendar_id, appointment_ref, side, kind, unit, before)
    select run, organization_id, id, calendar_id, appointment_ref, 'calendar', op, o ->> 'unit', o -> 'before'
    from judged where code is null and op in ('update', 'delete')
  ), changed as (
    update public.calendar_event_mappings m set
      rev = m.rev + 1,
      updated_at = now(),
      status = case when j.op = 'recreate' then 'pending' else m.status end,
      intent = case j.op when 'update' then o -> 'intent' when 'delete' then '{"kind": "delete"}' else null end,
      external_event_id = case when j.op <> 'recreate' then m.external_event_id end,
      external_event_etag = case when j.op <> 'recreate' then m.external_event_etag end,
      external_event_stamp = case when j.op <> 'recreate' then m.external_event_stamp end,
      generation = case when j.op = 'recreate' then (o ->> 'generation')::int else m.generation end,
      base = case when j.op = 'recreate' then o -> 'content' else m.base end,
      calendar_id = coalesce(home.id, m.calendar_id),
      calendar_account_id = coalesce(home.calendar_account_id, m.calendar_account_id)
    from judged j
    left join public.calendar_account_calendars home on j.op = 'recreate' and home.id = (o ->> 'calendarId')::uuid and home.user_id = (select auth.uid())
    where j.code is null and j.op <> 'resume' and m.id = j.id and m.user_id = (select auth.uid())
  )
  select jsonb_agg(case
    when code is null then jsonb_build_object('n', n, 'ok', true, 'rev', rev + case when op = 'resume' then 0 else 1 end)
    else jsonb_build_object('n', n, 'ok', false, 'code', code) end)
  from judged
$$;

create or replace function public.calendar_begin(p jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  lease jsonb;
begin
  perform calendar_sync.require_member();
  lease := calendar_sync.take_lease(p ->> 'device', (p ->> 'fence')::bigint, (p ->> 'leaseSeconds')::int);
  if lease ->> 'kind' <> 'granted' then
    return lease;
  end if;
  perform calendar_sync.open_run(p);
  return lease || jsonb_build_object('results', calendar_sync.carry_out_all(
    '{create,recreate,resume,update,delete}', (p ->> 'runId')::uuid, coalesce(p -> 'operations', '[]')));
end $$;

revoke all on function calendar_sync.begin_creates(uuid, jsonb), calendar_sync.begin_changes(uuid, jsonb), public.calendar_begin(jsonb)
  from public, anon;
grant execute on function calendar_sync.begin_creates(uuid, jsonb), calendar_sync.begin_changes(uuid, jsonb), public.calendar_begin(jsonb)
  to authenticated, service_role;
