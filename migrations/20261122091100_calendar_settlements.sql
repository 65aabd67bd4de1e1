-- What commit does to mappings that are there: compares revs and expected values, then settles.

-- Settles mappings: ops [{n, mappingId, rev, set}] whose rev was found right. A key missing in `set` leaves its column as it is.
-- Raises where one of them is not the caller's any more.
create or replace function calendar_sync.settle(ops jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  results jsonb;
begin
  with op as materialized (
    select (o ->> 'n')::int as n, (o ->> 'mappingId')::uuid as id, (o ->> 'rev')::bigint as rev, o -> 'set' as s
    from jsonb_array_elements(ops) o
  ), target as materialized (
    select c.id, c.calendar_account_id from public.calendar_account_calendars c
    where c.user_id = (select auth.uid()) and c.id = any (array(select (s ->> 'calendarId')::uuid from op))
  ), settled as (
    update public.calendar_event_mappings m set
      rev = m.rev + 1,
      updated_at = now(),
      intent = null,
      external_event_id = case when s ? 'eventId' then s ->> 'eventId' else m.external_event_id end,
      external_event_etag = case when s ? 'etag' then s ->> 'etag' else m.external_event_etag end,
      external_event_stamp = case when s ? 'stamp' then s ->> 'stamp' else m.external_event_stamp end,
      identity = case when s ? 'identity' then s ->> 'identity' else m.identity end,
      base = case when s ? 'base' then s -> 'base' else m.base end,
      status = coalesce(s ->> 'status', m.status),
      is_masked = coalesce((s ->> 'isMasked')::boolean, m.is_masked),
      known_event_ids = case when s ->> 'eventId' is not null and not s ->> 'eventId' = any (m.known_event_ids)
        then m.known_event_ids || (s ->> 'eventId') else m.known_event_ids end,
      calendar_id = case when s ? 'calendarId' then target.id else m.calendar_id end,
      calendar_account_id = case when s ? 'calendarId' then target.calendar_account_id else m.calendar_account_id end
    from op left join target on target.id = (s ->> 'calendarId')::uuid
    where m.id = op.id and m.user_id = (select auth.uid()) and m.rev = op.rev
    returning m.id, m.rev, m.organization_id, op.n, op.s
  ), opened as (
    insert into public.calendar_conflicts as c (mapping_id, organization_id, fields)
    select id, organization_id, s -> 'conflict' from settled where jsonb_typeof(s -> 'conflict') = 'object'
    on conflict (mapping_id) where closed_at is null do update set
      resolution = case when c.fields = excluded.fields then c.resolution end, fields = excluded.fields
  ), closed as (
    update public.calendar_conflicts c set closed_at = now()
    from settled
    where c.mapping_id = settled.id and c.closed_at is null and jsonb_typeof(s -> 'conflict') = 'null'
  )
  select jsonb_agg(jsonb_build_object('n', n, 'ok', true, 'rev', rev)) into results from settled;

  if coalesce(jsonb_array_length(results), 0) <> jsonb_array_length(ops) then
    raise exception 'a mapping is not to be settled' using errcode = '42501';
  end if;

  -- Becoming private: what was kept of the event's details goes.
  if exists (select from jsonb_array_elements(ops) o where (o #>> '{set,isMasked}')::boolean) then
    update public.calendar_undo u set before = null
    from jsonb_array_elements(ops) o
    where u.mapping_id = (o ->> 'mappingId')::uuid and u.user_id = auth.uid() and u.before is not null and (o #>> '{set,isMasked}')::boolean;
    update public.calendar_conflicts c set fields = '{}'
    from jsonb_array_elements(ops) o
    where c.mapping_id = (o ->> 'mappingId')::uuid and c.user_id = auth.uid() and c.closed_at is not null and (o #>> '{set,isMasked}')::boolean;
  end if;
  return results;
end $$;

-- Splits operations on existing mappings into those that may go on and those refused: adds `code` to the refused,
-- and appointment, calendar and organisation to all.
create or replace function calendar_sync.judge(ops jsonb) returns jsonb
language sql stable set search_path = '' as $$
  with op as materialized (
    select (o ->> 'n')::int as n, (o ->> 'mappingId')::uuid as id, (o ->> 'rev')::bigint as rev, o from jsonb_array_elements(ops) o
  ), judged as (
    select op.*, m.appointment_ref, m.calendar_id, m.organization_id, case
      when m.rev is distinct from op.rev then 'rev-changed'
      when o ? 'expected' and not coalesce(a.row = o -> 'expected' and a.organization_id = m.organization_id, false)
        then 'expected-changed' end as code
    from op
    left join public.calendar_event_mappings m on m.id = op.id and m.user_id = (select auth.uid())
    left join calendar_sync.my_appointments a on a.key = m.appointment_id and o ? 'expected'
  )
  select jsonb_agg(o || jsonb_build_object('id', appointment_ref, 'calendarId', calendar_id, 'organizationId', organization_id,
    'code', case when turn > 1 then coalesce(code, 'rev-changed') else code end))
  from (select judged.*, row_number() over (partition by id, code is null order by n) as turn from judged) j -- the first of several raises the rev
$$;

create or replace function calendar_sync.refused(judged jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('n', o -> 'n', 'ok', false, 'code', o -> 'code')), '[]')
  from jsonb_array_elements(judged) o where o ->> 'code' is not null
$$;

create or replace function calendar_sync.accepted(judged jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(o), '[]') from jsonb_array_elements(judged) o where o ->> 'code' is null
$$;

create or replace function calendar_sync.commit_settlements(run uuid, ops jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  judged constant jsonb := calendar_sync.judge(ops);
begin
  return calendar_sync.refused(judged) || coalesce(calendar_sync.settle(calendar_sync.accepted(judged)), '[]');
end $$;

revoke all on function calendar_sync.settle(jsonb), calendar_sync.judge(jsonb), calendar_sync.refused(jsonb), calendar_sync.accepted(jsonb),
  calendar_sync.commit_settlements(uuid, jsonb)
  from public, anon;
grant execute on function calendar_sync.settle(jsonb), calendar_sync.judge(jsonb), calendar_sync.refused(jsonb), calendar_sync.accepted(jsonb),
  calendar_sync.commit_settlements(uuid, jsonb)
  to authenticated, service_role;
