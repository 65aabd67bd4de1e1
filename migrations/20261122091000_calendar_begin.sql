-- calendar_begin: takes the lease and records what is about to be written at the calendar. docs/protocol.md has the contract.

-- create: a pending mapping with the content to be created, for an appointment that is still as the plan saw it.
create or replace function calendar_sync.begin_creates(run uuid, ops jsonb) returns jsonb
language sql set search_path = '' as $$
  with op as materialized (
    select (o ->> 'n')::int as n, (o #>> '{mapping,id}')::uuid as id, (o #>> '{mapping,accountId}')::uuid as account_id,
      (o #>> '{mapping,calendarId}')::uuid as calendar_id, o #>> '{mapping,appointmentId}' as ref,
      calendar_sync.appointment_key(o #>> '{mapping,appointmentId}') as key, o #> '{mapping,content}' as content, o -> 'expected' as expected
    from jsonb_array_elements(ops) o
  ), live as materialized (
    select a.key, a.row, a.organization_id from calendar_sync.my_appointments a where a.key = any (array(select key from op))
  ), judged as materialized (
    select op.*, c.organization_id,
      coalesce(live.row = op.expected and live.organization_id = c.organization_id, false) as is_expected,
      exists (select from public.calendar_event_mappings m
        where m.user_id = (select auth.uid()) and m.appointment_ref = op.ref and m.status <> 'closed') as is_taken
    from op
    left join public.calendar_account_calendars c
      on c.id = op.calendar_id and c.calendar_account_id = op.account_id and c.user_id = (select auth.uid())
    left join live on live.key = op.key
  ), added as (
    insert into public.calendar_event_mappings
      (id, calendar_account_id, calendar_id, user_id, organization_id, appointment_id, appointment_ref, base, origin, status)
    select id, account_id, calendar_id, (select auth.uid()), organization_id, key, ref, content, 'crm', 'pending'
    from judged where is_expected and not is_taken order by n
    on conflict do nothing returning id, rev
  )
  select jsonb_agg(case
    when added.id is not null then jsonb_build_object('n', n, 'ok', true, 'rev', added.rev)
    else jsonb_build_object('n', n, 'ok', false, 'code', case when is_taken or is_expected then 'exists' else 'expected-changed' end) end)
  from judged left join added using (id)
$$;

-- recreate, resume, update, delete: an existing mapping whose rev and appointment are still as the plan saw them.
create or replace function calendar_sync.begin_changes(run uuid, ops jsonb) returns jsonb
language sql set search_path = '' as $$
  with op as materialized (
    select (o ->> 'n')::int as n, o ->> 'op' as op, (o ->> 'mappingId')::uuid as id, (o ->> 'rev')::bigint as rev, o
    from jsonb_array_elements(ops) o
  ), mapped as materialized (
    select m.id, m.rev, m.status, m.appointment_ref, m.calendar_id, m.organization_id, calendar_sync.appointment_key(m.appointment_ref) as key
    from public.calendar_event_mappings m where m.user_id = (select auth.uid()) and m.id = any (array(select id from op))
  ), live as materialized (
    select a.key, a.row, a.organization_id, a.is_cancelled from calendar_sync.my_appointments a where a.key = any (array(select key from mapped))
  ), single as materialized (
    select op.*, mapped.appointment_ref, mapped.organization_id, mapped.calendar_id, mapped.key, case
      when mapped.rev is distinct from op.rev or op.op = 'resume' and mapped.status <> 'pending' then 'rev-changed'
      when op.op = 'delete' and live.organization_id = mapped.organization_id and not live.is_cancelled then 'expected-changed'
      when op.op in ('recreate', 'update')
        and not coalesce(live.row = o -> 'expected' and live.organization_id = mapped.organization_id, false) then 'expected-changed'
      end as code
    from op left join mapped using (id) left join live using (key)
  ), judged as materialized ( -- the first of several for one mapping raises its rev
    select n, op, id, rev, o, appointment_ref, organization_id, calendar_id, key,
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
      appointment_id = case when j.op = 'recreate' then j.key else m.appointment_id end,
      calendar_id = coalesce(home.id, m.calendar_id),
      calendar_account_id = coalesce(home.calendar_account_id, m.calendar_account_id)
    from judged j
    left join public.calendar_account_calendars home on j.op = 'recreate' and home.id = (o ->> 'calendarId')::uuid and home.user_id = (select auth.uid())
    where j.code is null and j.op <> 'resume' and m.id = j.id and m.user_id = (select auth.uid())
    returning m.id, m.rev
  )
  select jsonb_agg(case
    when code is null then jsonb_build_object('n', n, 'ok', true, 'rev', coalesce(changed.rev, judged.rev))
    else jsonb_build_object('n', n, 'ok', false, 'code', code) end)
  from judged left join changed using (id)
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
