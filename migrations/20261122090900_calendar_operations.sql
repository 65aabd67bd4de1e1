-- What begin and commit share: a batch of operations of which a bad one is refused and the others land, and the run's log line.

-- The word for an error that one operation met. Errors that concern the whole call never get here.
create or replace function calendar_sync.refusal(state text, relation text) returns text
language sql immutable set search_path = '' as $$
  select case
    when state = '42501' then 'forbidden'
    when state = '23505' and relation in ('calendar_event_mappings', 'calendar_conflicts') then 'exists'
    else 'rejected' end
$$;

-- Carries out a batch as one set. Where the set fails it is halved, down to the single operation that is at fault:
-- each try is a subtransaction, so a refused operation leaves nothing behind and undoes no other.
-- ops: [{n, op, …}] of one kind. Answers [{n, ok, rev | code, appointmentId?}].
create or replace function calendar_sync.carry_out(step text, run uuid, ops jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  size constant int := coalesce(jsonb_array_length(ops), 0);
  state text;
  relation text;
begin
  if size = 0 then return '[]'; end if;
  begin
    return case step
      when 'create' then calendar_sync.begin_creates(run, ops)
      when 'recreate' then calendar_sync.begin_changes(run, ops)
      when 'resume' then calendar_sync.begin_changes(run, ops)
      when 'update' then calendar_sync.begin_changes(run, ops)
      when 'delete' then calendar_sync.begin_changes(run, ops)
      when 'delete-appointment' then calendar_sync.commit_deletions(run, ops)
      when 'update-appointment' then calendar_sync.commit_updates(run, ops)
      when 'settle' then calendar_sync.commit_settlements(run, ops)
      when 'link' then calendar_sync.commit_links(run, ops)
      when 'import' then calendar_sync.commit_imports(run, ops)
      when 'consent' then calendar_sync.commit_consents(run, ops)
    end;
  exception when others then
    get stacked diagnostics state = returned_sqlstate, relation = table_name;
    -- Deadlocks, lack of resources, shutdown: not this operation's fault.
    if state ~ '^(08|40|53|54|57|58|XX)' then raise; end if;
    -- The CRM's tables changed under the contract.
    if state in ('42P01', '42703', '42883') then raise exception 'not-set-up: %', sqlerrm; end if;
    if size = 1 then
      return jsonb_build_array(jsonb_build_object('n', ops #> '{0,n}', 'ok', false, 'code', calendar_sync.refusal(state, relation)));
    end if;
  end;
  return calendar_sync.carry_out(step, run, jsonb_path_query_array(ops, '$[0 to $end]', jsonb_build_object('end', size / 2 - 1)))
    || calendar_sync.carry_out(step, run, jsonb_path_query_array(ops, '$[$start to last]', jsonb_build_object('start', size / 2)));
end $$;

-- Carries out mixed operations, kind by kind in the given order; answers their results in the order they came.
create or replace function calendar_sync.carry_out_all(steps text[], run uuid, operations jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  step text;
  batch jsonb;
  results jsonb;
begin
  select coalesce(jsonb_agg('{"ok": false, "code": "rejected"}' || jsonb_build_object('n', n)), '[]') into results
  from jsonb_array_elements(operations) with ordinality x (o, n) where (o ->> 'op' = any (steps)) is not true;
  foreach step in array steps loop
    select jsonb_agg(o || jsonb_build_object('n', n) order by n) into batch
    from jsonb_array_elements(operations) with ordinality x (o, n) where o ->> 'op' = step;
    results := results || calendar_sync.carry_out(step, run, batch);
  end loop;
  return (select coalesce(jsonb_agg(r - 'n' order by (r ->> 'n')::int), '[]') from jsonb_array_elements(results) r);
end $$;

-- Opens the run's line in the log. Whoever holds the lease is the only one at work: older running lines are of dead runs.
create or replace function calendar_sync.open_run(p jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  caller constant uuid := auth.uid();
begin
  update public.calendar_sync_log set status = 'failed', error_codes = '{unavailable}', finished_at = now()
  where user_id = caller and status = 'running' and id <> (p ->> 'runId')::uuid;
  -- A run may go on after it had ended, in another round: until that has ended too it is no success.
  update public.calendar_sync_log set status = 'running', finished_at = null
  where id = (p ->> 'runId')::uuid and user_id = caller and status <> 'running';
  insert into public.calendar_sync_log (id, user_id, organization_ids, device, trigger, status)
  values ((p ->> 'runId')::uuid, caller, calendar_sync.my_organizations(), p ->> 'device', p ->> 'trigger', 'running')
  on conflict (id) do nothing;
end $$;

revoke all on function calendar_sync.refusal(text, text), calendar_sync.carry_out(text, uuid, jsonb),
  calendar_sync.carry_out_all(text[], uuid, jsonb), calendar_sync.open_run(jsonb) from public, anon;
grant execute on function calendar_sync.refusal(text, text), calendar_sync.carry_out(text, uuid, jsonb),
  calendar_sync.carry_out_all(text[], uuid, jsonb), calendar_sync.open_run(jsonb) to authenticated, service_role;
