-- calendar_pull: everything that changed for the caller since a cursor, in one snapshot. docs/protocol.md has the contract.

-- The body of a full pull: what the caller owns in the window, and whatever a mapping that is not closed names.
create or replace function calendar_sync.pull_all(from_time timestamptz, until_time timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with mapped as materialized (
      select m.appointment_ref, m.is_deleted, m.status, m.json from calendar_sync.my_mappings m
    ), named as materialized (
      select m.appointment_ref as id, bool_or(m.is_deleted) as is_deleted from mapped m where m.status <> 'closed' group by 1
    ), live as materialized (
      select a.id, a.tuple from calendar_sync.my_appointments a
      where a.starts_at < until_time and (a.ends_at > from_time or a.starts_at >= from_time)
        or a.key = any (calendar_sync.appointment_keys(array(select id from named)))
    ), missing as materialized (
      select n.id, n.is_deleted or coalesce(f.is_deleted, false) as is_deleted
      from named n left join calendar_sync.my_feed('0') f on f.kind = 'appointment' and f.thing = n.id
      where n.id not in (select id from live)
    ), states as materialized (
      select s.id, s.state from calendar_sync.appointment_states(array(select id from missing)) s
    )
    select jsonb_build_object(
      'appointments', (select coalesce(jsonb_agg(tuple), '[]') from live),
      'gone', (select coalesce(jsonb_agg(jsonb_build_array(g.id, case when s.state is null then 'deleted' else 'left-scope' end)), '[]')
        from missing g left join states s using (id) where s.state = 'other' or s.state is null and g.is_deleted),
      'mappings', (select coalesce(jsonb_agg(json), '[]') from mapped),
      'conflicts', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'mappingId', c.mapping_id, 'fields', c.fields, 'resolution', c.resolution)), '[]')
        from public.calendar_conflicts c where c.user_id = (select auth.uid()) and c.closed_at is null),
      'closedConflicts', '[]'::jsonb)
  );
end $$;

-- The body of an incremental pull: what the feed names, whatever its time.
create or replace function calendar_sync.pull_changes(since xid8) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with changed as materialized (
      select f.kind, f.thing, f.is_deleted from calendar_sync.my_feed(since) f
    ), mapped as materialized (
      select m.appointment_ref, m.is_deleted, m.status, m.json from calendar_sync.my_mappings m
      where m.id = any (array(select thing::uuid from changed where kind = 'mapping'))
    ), named as materialized (
      select n.id, bool_or(n.is_deleted) as is_deleted
      from (select thing as id, is_deleted from changed where kind = 'appointment'
        union all select appointment_ref, is_deleted from mapped where status <> 'closed') n
      group by 1
    ), live as materialized (
      select a.id, a.tuple from calendar_sync.my_appointments a
      where a.key = any (calendar_sync.appointment_keys(array(select id from named)))
    ), missing as materialized (
      select n.id, n.is_deleted from named n where n.id not in (select id from live)
    ), states as materialized (
      select s.id, s.state from calendar_sync.appointment_states(array(select id from missing)) s
    ), disputed as materialized (
      select c.* from public.calendar_conflicts c
      where c.user_id = (select auth.uid()) and c.id = any (array(select thing::uuid from changed where kind = 'conflict'))
    )
    select jsonb_build_object(
      'appointments', (select coalesce(jsonb_agg(tuple), '[]') from live),
      'gone', (select coalesce(jsonb_agg(jsonb_build_array(g.id, case when s.state is null then 'deleted' else 'left-scope' end)), '[]')
        from missing g left join states s using (id) where s.state = 'other' or s.state is null and g.is_deleted),
      'mappings', (select coalesce(jsonb_agg(json), '[]') from mapped),
      'conflicts', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'mappingId', c.mapping_id, 'fields', c.fields, 'resolution', c.resolution)), '[]')
        from disputed c where c.closed_at is null),
      'closedConflicts', (select coalesce(jsonb_agg(c.id), '[]') from disputed c where c.closed_at is not null))
  );
end $$;

-- Raises the plain words that the extension understands, where the caller cannot sync.
create or replace function calendar_sync.require_member() returns void
language plpgsql stable set search_path = '' as $$
begin
  if calendar_sync.contract_facts() is null then
    raise exception 'not-set-up: there is no appointments table any more';
  end if;
  if cardinality(calendar_sync.my_organizations()) = 0 then
    raise exception 'no-organization';
  end if;
end $$;

create or replace function public.calendar_pull(p jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  caller constant uuid := auth.uid();
  facts constant jsonb := calendar_sync.contract_facts();
  organizations constant jsonb := calendar_sync.organization_names();
  fingerprint constant text := md5(concat(facts ->> 'version', facts ->> 'readers', organizations));
  since xid8 := case when p ->> 'cursor' ~ '^[0-9]{1,18}$' then (p ->> 'cursor')::xid8 end;
  epoch text;
  is_full boolean;
  answer jsonb;
begin
  if facts is null or organizations = '[]' then
    perform calendar_sync.require_member();
  end if;
  perform calendar_sync.heed_restore();
  epoch := calendar_sync.current_epoch();
  update public.calendar_accounts set last_sync = now()
  where user_id = caller and connected and (last_sync is null or last_sync < now() - interval '10 minutes');

  is_full := since is null or since > pg_snapshot_xmin(pg_current_snapshot())
    or (p ->> 'epoch') is distinct from epoch or (p ->> 'fingerprint') is distinct from fingerprint;

  -- One statement, one snapshot: the cursor belongs to exactly what is read here.
  select jsonb_build_object(
    'epoch', epoch,
    'fingerprint', fingerprint,
    'cursor', pg_snapshot_xmin(pg_current_snapshot())::text,
    'isFull', is_full,
    'now', calendar_sync.instant(clock_timestamp()),
    'fence', calendar_sync.current_fence(),
    'userId', caller,
    'organizations', organizations,
    'contract', facts - 'version',
    'accounts', (select coalesce(jsonb_agg(a.json order by a.created_at, a.id), '[]') from calendar_sync.my_accounts a),
    'calendars', (select coalesce(jsonb_agg(c.json order by c.created_at, c.is_primary desc, c.name, c.id), '[]') from calendar_sync.my_calendars c),
    'recentDeletions', (select coalesce(jsonb_agg(jsonb_build_object('calendarId', u.calendar_id, 'side', u.side, 'unit', u.unit)), '[]')
      from (select distinct calendar_id, side, unit from public.calendar_undo
        where user_id = caller and kind = 'delete' and created_at > now() - interval '24 hours') u)
  ) || case
    when is_full then calendar_sync.pull_all((p ->> 'from')::timestamptz, (p ->> 'until')::timestamptz)
    when exists (select from calendar_sync.my_feed(since)) then calendar_sync.pull_changes(since)
    else '{"appointments": [], "gone": [], "mappings": [], "conflicts": [], "closedConflicts": []}' end
  into answer;
  return answer;
end $$;

revoke all on function calendar_sync.pull_all(timestamptz, timestamptz), calendar_sync.pull_changes(xid8), calendar_sync.require_member(),
  public.calendar_pull(jsonb) from public, anon;
grant execute on function calendar_sync.pull_all(timestamptz, timestamptz), calendar_sync.pull_changes(xid8), calendar_sync.require_member(),
  public.calendar_pull(jsonb) to authenticated, service_role;
