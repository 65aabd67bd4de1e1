-- calendar_commit: writes appointments and mappings, and logs the run. docs/protocol.md has the contract.
-- Each step takes a whole set of operations; calendar_sync.carry_out halves a set that fails.

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
    returning m.id, m.rev, m.organization_id
  ), opened as (
    insert into public.calendar_conflicts as c (mapping_id, organization_id, fields)
    select settled.id, settled.organization_id, s -> 'conflict' from settled join op using (id) where jsonb_typeof(s -> 'conflict') = 'object'
    on conflict (mapping_id) where closed_at is null do update set
      resolution = case when c.fields = excluded.fields then c.resolution end, fields = excluded.fields
  ), closed as (
    update public.calendar_conflicts c set closed_at = now()
    from settled join op using (id)
    where c.mapping_id = settled.id and c.closed_at is null and jsonb_typeof(s -> 'conflict') = 'null'
  )
  select jsonb_agg(jsonb_build_object('n', n, 'ok', true, 'rev', settled.rev)) into results from op join settled using (id);

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
  ), mapped as materialized (
    select m.id, m.rev, m.appointment_ref, m.calendar_id, m.organization_id, calendar_sync.appointment_key(m.appointment_ref) as key
    from public.calendar_event_mappings m where m.user_id = (select auth.uid()) and m.id = any (array(select id from op))
  ), live as materialized (
    select a.key, a.row, a.organization_id from calendar_sync.my_appointments a where a.key = any (array(select key from mapped))
  ), judged as (
    select op.*, mapped.appointment_ref, mapped.calendar_id, mapped.organization_id, case
      when mapped.rev is distinct from op.rev then 'rev-changed'
      when o ? 'expected' and not coalesce(live.row = o -> 'expected' and live.organization_id = mapped.organization_id, false)
        then 'expected-changed' end as code
    from op left join mapped using (id) left join live using (key)
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

-- Keeps the whole rows, as they are locked now, before they are written.
create or replace function calendar_sync.keep_rows(run uuid, kind text, accepted jsonb) returns void
language sql set search_path = '' as $$
  insert into public.calendar_undo (run_id, organization_id, mapping_id, calendar_id, appointment_ref, side, kind, unit, before)
  select run, o ->> 'organizationId', (o ->> 'mappingId')::uuid, (o ->> 'calendarId')::uuid, o ->> 'id', 'crm', kind, o ->> 'unit', a.whole
  from jsonb_array_elements(accepted) o
  join calendar_sync.my_appointments a on a.id = o ->> 'id'
  where a.key = any (calendar_sync.appointment_keys(array(select x ->> 'id' from jsonb_array_elements(accepted) x)))
$$;

-- Locks the appointments of these operations, so that what is judged and kept next is what is written.
create or replace function calendar_sync.lock_mapped(ops jsonb) returns void
language sql set search_path = '' as $$
  select calendar_sync.lock_appointments(array(
    select m.appointment_ref from public.calendar_event_mappings m
    where m.user_id = (select auth.uid()) and m.id = any (array(select (o ->> 'mappingId')::uuid from jsonb_array_elements(ops) o))))
$$;

create or replace function calendar_sync.commit_updates(run uuid, ops jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  judged jsonb;
  accepted jsonb;
  alike record;
begin
  perform calendar_sync.lock_mapped(ops);
  judged := calendar_sync.judge(ops);
  accepted := calendar_sync.accepted(judged);
  perform calendar_sync.keep_rows(run, 'update', accepted);
  for alike in -- rows that name the same columns are written together, and no other column is touched
    select array(select k from jsonb_object_keys(o -> 'row') k order by k) as keys, count(*) as size,
      jsonb_agg(jsonb_build_object('id', o ->> 'id', 'row', o -> 'row')) as rows
    from jsonb_array_elements(accepted) o group by 1
  loop
    if calendar_sync.update_appointments(alike.keys, alike.rows) <> alike.size then
      raise exception 'the CRM did not let an appointment be updated' using errcode = '42501';
    end if;
  end loop;
  return calendar_sync.refused(judged) || coalesce(calendar_sync.settle(accepted), '[]');
end $$;

create or replace function calendar_sync.commit_deletions(run uuid, ops jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  judged jsonb;
  accepted jsonb;
begin
  perform calendar_sync.lock_mapped(ops);
  judged := calendar_sync.judge(ops);
  accepted := calendar_sync.accepted(judged);
  perform calendar_sync.keep_rows(run, 'delete', accepted);
  if calendar_sync.remove_appointments(array(select o ->> 'id' from jsonb_array_elements(accepted) o)) <> jsonb_array_length(accepted) then
    raise exception 'the CRM did not let an appointment be removed' using errcode = '42501';
  end if;
  return calendar_sync.refused(judged) || coalesce(calendar_sync.settle(accepted), '[]');
end $$;

-- Judges new links (import, link): what stands in the way in the table, or earlier in the same batch.
create or replace function calendar_sync.judge_links(ops jsonb) returns jsonb
language sql stable set search_path = '' as $$
  with op as materialized (
    select (o ->> 'n')::int as n, (o #>> '{mapping,calendarId}')::uuid as calendar_id, (o #>> '{mapping,accountId}')::uuid as account_id,
      o #>> '{mapping,eventId}' as event_id, o #>> '{mapping,identity}' as identity, o #>> '{mapping,appointmentId}' as ref,
      calendar_sync.appointment_key(o #>> '{mapping,appointmentId}') as key, o
    from jsonb_array_elements(ops) o
  ), live as materialized (
    select a.key, a.row, a.organization_id from calendar_sync.my_appointments a where a.key = any (array(select key from op))
  ), placed as materialized (
    select op.*, c.organization_id,
      exists (select from public.calendar_event_mappings m
        where m.calendar_id = op.calendar_id and m.external_event_id = op.event_id and m.status <> 'closed')
      or exists (select from public.calendar_event_mappings m where m.user_id = (select auth.uid())
        and m.organization_id = c.organization_id and m.identity = op.identity and m.status <> 'closed')
      or exists (select from public.calendar_event_mappings m
        where m.user_id = (select auth.uid()) and m.appointment_ref = op.ref and m.status <> 'closed') as is_taken,
      op.ref is not null and not coalesce(live.row = o -> 'expected' and live.organization_id = c.organization_id, false) as is_changed
    from op
    left join public.calendar_account_calendars c
      on c.id = op.calendar_id and c.calendar_account_id = op.account_id and c.user_id = (select auth.uid())
    left join live using (key)
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
    returning appointment_ref as ref, rev
  )
  select coalesce(jsonb_agg(jsonb_build_object('n', n, 'ok', true, 'rev', rev, 'appointmentId', ref)), '[]') from link join added using (ref)
$$;

create or replace function calendar_sync.commit_imports(run uuid, ops jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  judged constant jsonb := calendar_sync.judge_links(ops);
  accepted constant jsonb := calendar_sync.accepted(judged);
  links jsonb;
begin
  with made as materialized (
    select a.n, a.id from calendar_sync.insert_appointments((
      select jsonb_agg(jsonb_build_object('n', o -> 'n', 'organization', o -> 'organizationId', 'row', o -> 'row')) from jsonb_array_elements(accepted) o
    )) a
  )
  select coalesce(jsonb_agg(o || jsonb_build_object('appointmentId', made.id)), '[]') into links
  from jsonb_array_elements(accepted) o join made on made.n = (o ->> 'n')::int;

  if jsonb_array_length(links) <> jsonb_array_length(accepted) then
    raise exception 'the CRM did not let an appointment be added' using errcode = '42501';
  end if;
  return calendar_sync.refused(judged) || calendar_sync.add_links(links);
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

create or replace function calendar_sync.commit_consents(run uuid, ops jsonb) returns jsonb
language sql set search_path = '' as $$
  with op as materialized (
    select (o ->> 'n')::int as n, (o ->> 'calendarId')::uuid as id from jsonb_array_elements(ops) o
  ), given as (
    update public.calendar_account_calendars c set consented_at = now(), updated_at = now()
    from op where c.id = op.id and c.user_id = (select auth.uid()) returning c.id
  )
  select jsonb_agg(case when given.id is not null then jsonb_build_object('n', n, 'ok', true, 'rev', 0)
    else jsonb_build_object('n', n, 'ok', false, 'code', 'not-found') end)
  from op left join given using (id)
$$;

create or replace function public.calendar_commit(p jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  lease jsonb;
  results jsonb;
  counts constant jsonb := coalesce(p #> '{run,counts}', '{}');
begin
  perform calendar_sync.require_member();
  lease := calendar_sync.take_lease(p ->> 'device', (p ->> 'fence')::bigint, (p ->> 'leaseSeconds')::int);
  if lease ->> 'kind' <> 'granted' then
    return lease;
  end if;
  perform calendar_sync.open_run(p);
  -- What frees an event or an appointment comes before what takes one.
  results := calendar_sync.carry_out_all(
    '{delete-appointment,update-appointment,settle,link,import,consent}', (p ->> 'runId')::uuid, coalesce(p -> 'operations', '[]'));

  update public.calendar_sync_log set
    status = p #>> '{run,status}',
    finished_at = case when p #>> '{run,status}' <> 'running' then now() end,
    error_codes = array(select jsonb_array_elements_text(coalesce(p #> '{run,errorCodes}', '[]'))),
    imported = coalesce((counts ->> 'imported')::int, 0),
    exported = coalesce((counts ->> 'exported')::int, 0),
    updated = coalesce((counts ->> 'updated')::int, 0),
    deleted = coalesce((counts ->> 'deleted')::int, 0),
    linked = coalesce((counts ->> 'linked')::int, 0),
    conflicts = coalesce((counts ->> 'conflicts')::int, 0),
    held = coalesce((counts ->> 'held')::int, 0),
    failed = coalesce((counts ->> 'failed')::int, 0)
  where id = (p ->> 'runId')::uuid and user_id = auth.uid();

  if p #>> '{run,status}' <> 'running' then
    perform calendar_sync.free_lease(p ->> 'device');
    perform calendar_sync.forget_old_images();
  end if;
  return lease || jsonb_build_object('results', results);
end $$;

revoke all on function calendar_sync.settle(jsonb), calendar_sync.judge(jsonb), calendar_sync.refused(jsonb), calendar_sync.accepted(jsonb),
  calendar_sync.commit_settlements(uuid, jsonb), calendar_sync.keep_rows(uuid, text, jsonb), calendar_sync.lock_mapped(jsonb),
  calendar_sync.commit_updates(uuid, jsonb), calendar_sync.commit_deletions(uuid, jsonb), calendar_sync.judge_links(jsonb),
  calendar_sync.add_links(jsonb), calendar_sync.commit_imports(uuid, jsonb), calendar_sync.commit_links(uuid, jsonb),
  calendar_sync.commit_consents(uuid, jsonb), public.calendar_commit(jsonb) from public, anon;
grant execute on function calendar_sync.settle(jsonb), calendar_sync.judge(jsonb), calendar_sync.refused(jsonb), calendar_sync.accepted(jsonb),
  calendar_sync.commit_settlements(uuid, jsonb), calendar_sync.keep_rows(uuid, text, jsonb), calendar_sync.lock_mapped(jsonb),
  calendar_sync.commit_updates(uuid, jsonb), calendar_sync.commit_deletions(uuid, jsonb), calendar_sync.judge_links(jsonb),
  calendar_sync.add_links(jsonb), calendar_sync.commit_imports(uuid, jsonb), calendar_sync.commit_links(uuid, jsonb),
  calendar_sync.commit_consents(uuid, jsonb), public.calendar_commit(jsonb) to authenticated, service_role;
