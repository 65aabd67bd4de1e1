-- calendar_commit: carries out the operations and logs the run. docs/protocol.md has the contract.

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

revoke all on function calendar_sync.commit_consents(uuid, jsonb), public.calendar_commit(jsonb)
  from public, anon;
grant execute on function calendar_sync.commit_consents(uuid, jsonb), public.calendar_commit(jsonb)
  to authenticated, service_role;
