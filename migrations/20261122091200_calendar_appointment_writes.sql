-- What commit does to the CRM's appointments: keeps the before-image, writes, then settles the mapping.

-- Keeps the whole rows, as they are locked now, before they are written.
create or replace function calendar_sync.keep_rows(run uuid, kind text, accepted jsonb) returns void
language sql set search_path = '' as $$
  with op as materialized (
    select o, calendar_sync.appointment_key(o ->> 'id') as key from jsonb_array_elements(accepted) o
  )
  insert into public.calendar_undo (run_id, organization_id, mapping_id, calendar_id, appointment_ref, side, kind, unit, before)
  select run, o ->> 'organizationId', (o ->> 'mappingId')::uuid, (o ->> 'calendarId')::uuid, o ->> 'id', 'crm', kind, o ->> 'unit', a.whole
  from op join calendar_sync.my_appointments a using (key)
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

revoke all on function calendar_sync.keep_rows(uuid, text, jsonb), calendar_sync.lock_mapped(jsonb), calendar_sync.commit_updates(uuid, jsonb),
  calendar_sync.commit_deletions(uuid, jsonb)
  from public, anon;
grant execute on function calendar_sync.keep_rows(uuid, text, jsonb), calendar_sync.lock_mapped(jsonb), calendar_sync.commit_updates(uuid, jsonb),
  calendar_sync.commit_deletions(uuid, jsonb)
  to authenticated, service_role;
