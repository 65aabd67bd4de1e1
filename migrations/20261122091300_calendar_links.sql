-- What commit does with events that have no mapping: imports them, or links them to an appointment that is there.

-- Judges new links (import, link): what stands in the way in the table, or earlier in the same batch.
create or replace function calendar_sync.judge_links(ops jsonb) returns jsonb
language sql stable set search_path = '' as $$
  with op as materialized (
    select (o ->> 'n')::int as n, (o #>> '{mapping,calendarId}')::uuid as calendar_id, (o #>> '{mapping,accountId}')::uuid as account_id,
      o #>> '{mapping,eventId}' as event_id, o #>> '{mapping,identity}' as identity, o #>> '{mapping,appointmentId}' as ref,
      calendar_sync.appointment_key(o #>> '{mapping,appointmentId}') as key, o
    from jsonb_array_elements(ops) o
  ), placed as materialized (
    select op.*, c.organization_id,
      exists (select from public.calendar_event_mappings m
        where m.calendar_id = op.calendar_id and m.external_event_id = op.event_id and m.status <> 'closed')
      or exists (select from public.calendar_event_mappings m where m.user_id = (select auth.uid())
        and m.organization_id = c.organization_id and m.identity = op.identity and m.status <> 'closed')
      or exists (select from public.calendar_event_mappings m
        where m.user_id = (select auth.uid()) and m.appointment_ref = op.ref and m.status <> 'closed') as is_taken,
      op.ref is not null and not coalesce(a.row = o -> 'expected' and a.organization_id = c.organization_id, false) as is_changed
    from op
    left join public.calendar_account_calendars c
      on c.id = op.calendar_id and c.calendar_account_id = op.account_id and c.user_id = (select auth.uid())
    left join calendar_sync.my_appointments a on a.key = op.key
  ), ranked as (
    select placed.*,
      row_number() over (partition by calendar_id, event_id, is_taken or is_changed order by n)
      + row_number() over (partition by organization_id, identity, is_taken or is_changed order by n)
      + row_number() over (partition by coalesce(ref, n::text), is_taken or is_changed order by n) as turn
    from placed
  )
  select jsonb_agg(o || jsonb_build_object('organizationId', organization_id, 'code', case
    when organization_id is null then 'not-found'
    when is_taken then 'exists'
    when is_changed then 'expected-changed'
    when turn > 3 then 'exists' end))
  from ranked
$$;

-- Adds the mappings of links whose appointments are there: [{n, mapping, organizationId, appointmentId}].
create or replace function calendar_sync.add_links(links jsonb) returns jsonb
language sql set search_path = '' as $$
  with link as materialized (
    select (l ->> 'n')::int as n, l -> 'mapping' as m, l ->> 'organizationId' as organization_id, l ->> 'appointmentId' as ref
    from jsonb_array_elements(links) l
  ), added as (
    insert into public.calendar_event_mappings (id, calendar_account_id, calendar_id, user_id, organization_id, appointment_id, appointment_ref,
      external_event_id, external_event_etag, external_event_stamp, identity, base, origin, status, known_event_ids, is_masked)
    select (m ->> 'id')::uuid, (m ->> 'accountId')::uuid, (m ->> 'calendarId')::uuid, (select auth.uid()), organization_id,
      calendar_sync.appointment_key(ref), ref, m ->> 'eventId', m ->> 'etag', m ->> 'stamp', m ->> 'identity', m -> 'base',
      'calendar', m ->> 'status', array[m ->> 'eventId'], coalesce((m ->> 'isMasked')::boolean, false)
    from link order by n
  )
  select coalesce(jsonb_agg(jsonb_build_object('n', n, 'ok', true, 'rev', 1, 'appointmentId', ref)), '[]') from link
$$;

create or replace function calendar_sync.commit_imports(run uuid, ops jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  judged constant jsonb := calendar_sync.judge_links(ops);
begin
  return calendar_sync.refused(judged) || calendar_sync.add_links(calendar_sync.insert_appointments(calendar_sync.accepted(judged)));
end $$;

create or replace function calendar_sync.commit_links(run uuid, ops jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  judged constant jsonb := calendar_sync.judge_links(ops);
  accepted constant jsonb := calendar_sync.accepted(judged);
begin
  return calendar_sync.refused(judged) || calendar_sync.add_links((
    select coalesce(jsonb_agg(o || jsonb_build_object('appointmentId', o #>> '{mapping,appointmentId}')), '[]') from jsonb_array_elements(accepted) o
  ));
end $$;

revoke all on function calendar_sync.judge_links(jsonb), calendar_sync.add_links(jsonb), calendar_sync.commit_imports(uuid, jsonb),
  calendar_sync.commit_links(uuid, jsonb)
  from public, anon;
grant execute on function calendar_sync.judge_links(jsonb), calendar_sync.add_links(jsonb), calendar_sync.commit_imports(uuid, jsonb),
  calendar_sync.commit_links(uuid, jsonb)
  to authenticated, service_role;
