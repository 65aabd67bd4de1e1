-- calendar_connect, calendar_configure, calendar_disconnect: accounts, their calendars and the home. Each answers the account as it is now:
-- {account, calendars}.

create or replace function calendar_sync.account_answer(account uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('account', a.json, 'calendars', (
    select coalesce(jsonb_agg(c.json order by c.created_at, c.is_primary desc, c.name, c.id), '[]')
    from calendar_sync.my_calendars c where c.calendar_account_id = a.id
  ))
  from calendar_sync.my_accounts a where a.id = account
$$;

-- Where the caller has no home in the organisation: the primary calendar of the first account that may be written to.
create or replace function calendar_sync.ensure_home(organization text) returns void
language sql set search_path = '' as $$
  update public.calendar_account_calendars set is_home = true, updated_at = now()
  where id = (
    select c.id from public.calendar_account_calendars c join public.calendar_accounts a on a.id = c.calendar_account_id
    where c.user_id = (select auth.uid()) and c.organization_id = organization and a.connected
      and c.is_primary and c.is_writable and c.direction in ('two-way', 'export')
      and not exists (select from public.calendar_account_calendars h
        where h.user_id = (select auth.uid()) and h.organization_id = organization and h.is_home)
    order by a.created_at, c.created_at, c.id limit 1
  )
$$;

-- p: {provider, email, organizationId | null, timezone, state?, calendars: [{externalId, name, timezone, isPrimary, isWritable}]}
-- A known account keeps its zone: the CRM's midnights of whole days were reckoned in it.
-- Calendars that are known keep their direction, home and consent; new ones are off, the primary one is on.
create or replace function public.calendar_connect(p jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  caller constant uuid := auth.uid();
  mine constant text[] := calendar_sync.my_organizations();
  organization constant text := coalesce(p ->> 'organizationId', case when cardinality(mine) = 1 then mine[1] end);
  account uuid;
begin
  perform calendar_sync.require_member();
  if organization is null or organization <> all (mine) then
    raise exception 'no-organization';
  end if;
  insert into public.calendar_accounts as a (user_id, organization_id, provider, email, timezone, state)
  values (caller, organization, p ->> 'provider', trim(p ->> 'email'), coalesce(p ->> 'timezone', 'UTC'), coalesce(p ->> 'state', 'ok'))
  on conflict (user_id, provider, lower(email), organization_id) do update
    set connected = true, state = excluded.state, updated_at = now()
  returning a.id into account;

  insert into public.calendar_account_calendars as c
    (calendar_account_id, user_id, organization_id, external_id, name, timezone, is_primary, is_writable, direction)
  select account, caller, organization, o ->> 'externalId', o ->> 'name', coalesce(o ->> 'timezone', p ->> 'timezone', 'UTC'),
    coalesce((o ->> 'isPrimary')::boolean, false), coalesce((o ->> 'isWritable')::boolean, false), case
      when not coalesce((o ->> 'isPrimary')::boolean, false) then 'off'
      when coalesce((o ->> 'isWritable')::boolean, false) then 'two-way'
      else 'import' end
  from jsonb_array_elements(coalesce(p -> 'calendars', '[]')) o
  on conflict (calendar_account_id, external_id) do update
    set name = excluded.name, timezone = excluded.timezone, is_primary = excluded.is_primary, is_writable = excluded.is_writable,
      is_home = c.is_home and excluded.is_writable, updated_at = now();

  perform calendar_sync.ensure_home(organization);
  return calendar_sync.account_answer(account);
end $$;

-- p: {accountId, policy?, state?, calendars?: [{id, direction, isHome}]}
create or replace function public.calendar_configure(p jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  caller constant uuid := auth.uid();
  wanted constant jsonb := coalesce(p -> 'calendars', '[]');
  account public.calendar_accounts;
begin
  perform calendar_sync.require_member();
  update public.calendar_accounts set
    policy = coalesce(p ->> 'policy', policy), state = coalesce(p ->> 'state', state), updated_at = now()
  where id = (p ->> 'accountId')::uuid and user_id = caller returning * into account;
  if account.id is null then
    raise exception 'not-found';
  end if;

  if exists (select from jsonb_array_elements(wanted) o where (o ->> 'isHome')::boolean) then
    update public.calendar_account_calendars set is_home = false, updated_at = now()
    where user_id = caller and organization_id = account.organization_id and is_home;
  end if;
  update public.calendar_account_calendars c set direction = o ->> 'direction', is_home = (o ->> 'isHome')::boolean, updated_at = now()
  from jsonb_array_elements(wanted) o
  where c.id = (o ->> 'id')::uuid and c.calendar_account_id = account.id;
  return calendar_sync.account_answer(account.id);
end $$;

-- p: {accountId}. Nothing is deleted: mappings stay, so that reconnecting links the old ones again.
create or replace function public.calendar_disconnect(p jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  caller constant uuid := auth.uid();
  account public.calendar_accounts;
begin
  perform calendar_sync.require_member();
  update public.calendar_accounts set connected = false, updated_at = now()
  where id = (p ->> 'accountId')::uuid and user_id = caller returning * into account;
  if account.id is null then
    raise exception 'not-found';
  end if;
  update public.calendar_account_calendars set is_home = false, updated_at = now()
  where calendar_account_id = account.id and is_home;
  perform calendar_sync.ensure_home(account.organization_id);
  return calendar_sync.account_answer(account.id);
end $$;

-- The organisations the caller belongs to: [{id, name}]; empty where none.
create or replace function public.calendar_organizations(p jsonb default '{}') returns jsonb
language sql stable set search_path = '' as $$
  select calendar_sync.organization_names()
$$;

revoke all on function calendar_sync.account_answer(uuid), calendar_sync.ensure_home(text),
  public.calendar_connect(jsonb), public.calendar_configure(jsonb), public.calendar_disconnect(jsonb), public.calendar_organizations(jsonb) from public, anon;
grant execute on function calendar_sync.account_answer(uuid), calendar_sync.ensure_home(text),
  public.calendar_connect(jsonb), public.calendar_configure(jsonb), public.calendar_disconnect(jsonb), public.calendar_organizations(jsonb) to authenticated, service_role;
