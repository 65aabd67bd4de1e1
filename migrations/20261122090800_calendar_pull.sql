-- calendar_pull: everything that changed for the caller since a cursor, in one snapshot. docs/protocol.md has the contract.

create or replace function calendar_sync.mapping_json(m public.calendar_event_mappings) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', m.id, 'accountId', m.calendar_account_id, 'calendarId', m.calendar_id,
    'appointmentId', m.appointment_ref, 'eventId', m.external_event_id, 'etag', m.external_event_etag,
    'stamp', m.external_event_stamp, 'identity', m.identity, 'base', m.base, 'origin', m.origin, 'status', m.status,
    'rev', m.rev, 'generation', m.generation, 'intent', m.intent, 'knownEventIds', to_jsonb(m.known_event_ids),
    'isMasked', m.is_masked)
$$;

create or replace function calendar_sync.account_json(a public.calendar_accounts) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', a.id, 'organizationId', a.organization_id, 'provider', a.provider, 'email', a.email,
    'state', a.state, 'policy', a.policy, 'timezone', a.timezone, 'connected', a.connected,
    'lastSync', calendar_sync.instant(a.last_sync))
$$;

create or replace function calendar_sync.calendar_json(c public.calendar_account_calendars) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', c.id, 'accountId', c.calendar_account_id, 'organizationId', c.organization_id,
    'externalId', c.external_id, 'name', c.name, 'timezone', c.timezone, 'isPrimary', c.is_primary,
    'isWritable', c.is_writable, 'direction', c.direction, 'isHome', c.is_home,
    'consentedAt', calendar_sync.instant(c.consented_at))
$$;

-- The body of a full pull: what the caller owns in the window, and whatever a mapping that is not closed names.
create or replace function calendar_sync.pull_all(from_time timestamptz, until_time timestamptz) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with mapped as materialized (
      select m.appointment_ref, m.appointment_id is null as is_deleted, m.status, calendar_sync.mapping_json(m) as json
      from public.calendar_event_mappings m where m.user_id = (select auth.uid())
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
      select m.id, m.status, m.appointment_ref, m.appointment_id is null as is_deleted, calendar_sync.mapping_json(m) as json
      from public.calendar_event_mappings m
      where m.user_id = (select auth.uid()) and m.id = any (array(select thing::uuid from changed where kind = 'mapping'))
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

-- The caller's id. Raises the plain words that the extension understands.
create or replace function calendar_sync.require_member() returns uuid
language plpgsql stable set search_path = '' as $$
begin
  if calendar_sync.contract_facts() is null then
    raise exception 'not-set-up: the appointments table is gone';
  end if;
  if cardinality(calendar_sync.my_organizations()) = 0 then
    raise exception 'no-organization';
  end if;
  return auth.uid();
end $$;

create or replace function public.calendar_pull(p jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  caller constant uuid := calendar_sync.require_member();
  facts constant jsonb := calendar_sync.contract_facts();
  since xid8;
  is_full boolean;
  answer jsonb;
begin
  perform calendar_sync.heed_restore();
  update public.calendar_accounts set last_sync = now()
  where user_id = caller and connected and (last_sync is null or last_sync < now() - interval '10 minutes');

  since := case when p ->> 'cursor' ~ '^[0-9]{1,18}$' then (p ->> 'cursor')::xid8 end;
  answer := jsonb_build_object(
    'epoch', calendar_sync.current_epoch(),
    'fingerprint', md5(concat(facts ->> 'version', facts ->> 'readers', calendar_sync.my_organizations())));
  is_full := since is null or since > pg_snapshot_xmin(pg_current_snapshot())
    or (p ->> 'epoch') is distinct from (answer ->> 'epoch')
    or (p ->> 'fingerprint') is distinct from (answer ->> 'fingerprint');

  -- One statement, one snapshot: the cursor belongs to exactly what is read here.
  select answer || jsonb_build_object(
    'cursor', pg_snapshot_xmin(pg_current_snapshot())::text,
    'isFull', is_full,
    'now', calendar_sync.instant(clock_timestamp()),
    'fence', calendar_sync.current_fence(),
    'userId', caller,
    'organizations', calendar_sync.organization_names(),
    'contract', facts - 'version',
    'accounts', (select coalesce(jsonb_agg(calendar_sync.account_json(a) order by a.created_at, a.id), '[]')
      from public.calendar_accounts a where a.user_id = caller),
    'calendars', (select coalesce(jsonb_agg(calendar_sync.calendar_json(c) order by c.created_at, c.is_primary desc, c.name, c.id), '[]')
      from public.calendar_account_calendars c where c.user_id = caller),
    'recentDeletions', (select coalesce(jsonb_agg(distinct jsonb_build_object('calendarId', u.calendar_id, 'side', u.side, 'unit', u.unit)), '[]')
      from public.calendar_undo u where u.user_id = caller and u.kind = 'delete' and u.created_at > now() - interval '24 hours')
  ) || case when is_full
    then calendar_sync.pull_all((p ->> 'from')::timestamptz, (p ->> 'until')::timestamptz)
    else calendar_sync.pull_changes(since) end
  into answer;
  return answer;
end $$;

revoke all on function calendar_sync.mapping_json(public.calendar_event_mappings), calendar_sync.account_json(public.calendar_accounts),
  calendar_sync.calendar_json(public.calendar_account_calendars), calendar_sync.pull_all(timestamptz, timestamptz),
  calendar_sync.pull_changes(xid8), calendar_sync.require_member(), public.calendar_pull(jsonb) from public, anon;
grant execute on function calendar_sync.mapping_json(public.calendar_event_mappings), calendar_sync.account_json(public.calendar_accounts),
  calendar_sync.calendar_json(public.calendar_account_calendars), calendar_sync.pull_all(timestamptz, timestamptz),
  calendar_sync.pull_changes(xid8), calendar_sync.require_member(), public.calendar_pull(jsonb) to authenticated, service_role;
