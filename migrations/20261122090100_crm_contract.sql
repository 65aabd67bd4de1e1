-- The contract with the CRM: the only file that knows the CRM's own tables. Everything else uses what it creates:
--   calendar_sync.my_appointments          the caller's appointments under canonical names, under the CRM's own row-level security
--   calendar_sync.{insert,lock,update,remove}_appointments, appointment_key(s), appointment_states
--   calendar_sync.{my,admin}_organizations, organization_names, contract_facts
-- The CRM's table is not altered, except for triggers that write the feed.

-- ── Edit here where your CRM differs, and run this file again ─────────────────────────────────────────────────────
-- For each column the first name that exists (with a fitting type) is taken.
create schema if not exists calendar_sync;
create or replace function calendar_sync.contract_settings() returns jsonb
language sql immutable set search_path = '' as $$ select '{
  "appointments": "public.appointments",
  "columns": {
    "id": ["id"],
    "title": ["title", "subject", "name"],
    "description": ["description", "notes", "note", "details"],
    "location": ["location", "place", "address"],
    "start": ["start_time", "starts_at", "start_at", "start_datetime", "start_date", "start", "scheduled_at"],
    "end": ["end_time", "ends_at", "end_at", "end_datetime", "end_date", "end"],
    "owner": ["owner_id", "user_id", "assigned_to", "created_by"],
    "organization": ["organization_id", "org_id", "tenant_id"],
    "all_day": ["all_day", "is_all_day"],
    "status": ["status", "is_cancelled", "cancelled"],
    "event_id": ["external_event_id", "google_event_id", "calendar_event_id"]
  },
  "optional": ["all_day", "status", "event_id"],
  "cancelled_values": ["cancelled", "canceled", "CANCELLED", "CANCELED", "Cancelled", "Canceled", "true"],
  "active_values": ["scheduled", "confirmed", "planned", "SCHEDULED", "CONFIRMED", "Scheduled", "Confirmed", "false"],
  "fixed_values": {}
}'::jsonb $$;
-- "fixed_values" are for other columns that every new row must fill, e.g. {"kind": "meeting"}.
-- ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

create or replace function calendar_sync.instant(moment timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- Membership: user_organizations, or profiles where that is absent. Answers about the caller only.
do $membership$
declare
  source regclass := coalesce(to_regclass('public.user_organizations'), to_regclass('public.profiles'));
  profiles constant regclass := to_regclass('public.profiles');
  organizations constant regclass := to_regclass('public.organizations');
  has_column constant text := 'select exists (select from pg_attribute where attrelid = $1 and attname = $2 and attnum > 0 and not attisdropped)';
  type_of constant text := 'select atttypid::regtype::text from pg_attribute where attrelid = $1 and attname = $2';
  person text; person_type text; profile_person text; profile_type text;
  has_user_id boolean; has_organization boolean; is_active boolean; has_role boolean; profile_has_role boolean := false; has_name boolean := false;
  is_admin text := 'false'; names text := 'null::text';
  path constant text := current_setting('search_path');
begin
  perform set_config('search_path', '', true); -- so that every name below is written out with its schema
  if source is null then
    raise exception 'not-set-up: neither public.user_organizations nor public.profiles says who belongs to which organization'
      using hint = 'create table public.user_organizations (user_id uuid references auth.users, organization_id uuid, role text)';
  end if;
  execute has_column into has_user_id using source, 'user_id';
  execute has_column into has_organization using source, 'organization_id';
  execute has_column into is_active using source, 'is_active';
  execute has_column into has_role using source, 'role';
  person := case when has_user_id or source is distinct from profiles then 'user_id' else 'id' end;
  execute type_of into person_type using source, person;
  if person_type is null or not has_organization then
    raise exception 'not-set-up: % has no column %', source, case when person_type is null then person else 'organization_id' end;
  end if;

  if has_role then is_admin := 'upper(m.role::text) = ''SUPER_ADMIN'''; end if;
  if profiles is not null and source <> profiles then
    execute has_column into profile_has_role using profiles, 'role';
    execute has_column into has_user_id using profiles, 'user_id';
    profile_person := case when has_user_id then 'user_id' else 'id' end;
    execute type_of into profile_type using profiles, profile_person;
    if profile_has_role and profile_type is not null then
      is_admin := format('(%s or exists (select from %s p where p.%I = (select auth.uid())::%s and upper(p.role::text) = ''SUPER_ADMIN''))',
        is_admin, profiles, profile_person, profile_type);
    end if;
  end if;
  if organizations is not null then
    execute has_column into has_name using organizations, 'name';
  end if;
  if has_name then
    names := format('(select g.name::text from %s g where g.id::text = o.id)', organizations);
  end if;

  execute format($sql$
    create or replace function calendar_sync.my_organizations() returns text[]
    language plpgsql stable security definer set search_path = '' as $f$
    begin
      return (select coalesce(array_agg(distinct m.organization_id::text order by m.organization_id::text), '{}') from %1$s m
        where m.%2$I = (select auth.uid())::%3$s and m.organization_id is not null %4$s);
    end $f$;
    create or replace function calendar_sync.admin_organizations() returns text[]
    language plpgsql stable security definer set search_path = '' as $f$
    begin
      return (select coalesce(array_agg(distinct m.organization_id::text), '{}') from %1$s m
        where m.%2$I = (select auth.uid())::%3$s and m.organization_id is not null %4$s and %5$s);
    end $f$;
    create or replace function calendar_sync.organization_names() returns jsonb
    language plpgsql stable security definer set search_path = '' as $f$
    begin
      return (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', %6$s) order by o.id), '[]')
        from unnest(calendar_sync.my_organizations()) o (id));
    end $f$;
  $sql$, source, person, person_type, case when is_active then 'and m.is_active' else '' end, is_admin, names);
  perform set_config('search_path', path, true);
end $membership$;

do $contract$
declare
  settings constant jsonb := calendar_sync.contract_settings();
  crm constant regclass := to_regclass(settings ->> 'appointments');
  col jsonb; -- canonical name → {name, type, default, required}
  facts jsonb; lacking record;
  id_type text; id_new text; cancelled text; active text; is_cancelled text := 'false'; rules text; start_at text; end_at text;
  setters jsonb; names text; vals text; mine text; synced text;
  path constant text := current_setting('search_path');
begin
  perform set_config('search_path', '', true); -- so that every name below is written out with its schema
  if crm is null then
    raise exception 'not-set-up: there is no table %', settings ->> 'appointments'
      using hint = 'Name your appointments table in calendar_sync.contract_settings() at the top of this file.';
  end if;

  select jsonb_object_agg(w.key, f.found) into col
  from jsonb_each(settings -> 'columns') w
  cross join lateral (
    select jsonb_build_object('name', quote_ident(a.attname), 'type', a.atttypid::regtype, 'number', a.attnum,
      'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity <> '') as found
    from jsonb_array_elements_text(w.value) with ordinality n (name, rank)
    join pg_attribute a on a.attrelid = crm and a.attname = n.name and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = crm and d.adnum = a.attnum
    where case w.key
      when 'all_day' then a.atttypid = 'boolean'::regtype
      when 'start' then a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype)
      when 'end' then a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype)
      when 'owner' then a.atttypid in ('uuid'::regtype, 'text'::regtype, 'varchar'::regtype)
      else true end
    order by n.rank limit 1
  ) f;

  for lacking in
    select w.key, string_agg(n.name, ', ' order by n.rank) as tried
    from jsonb_each(settings -> 'columns') w, jsonb_array_elements_text(w.value) with ordinality n (name, rank)
    where not coalesce(col, '{}') ? w.key and not settings -> 'optional' ? w.key
    group by w.key order by w.key
  loop
    raise exception 'not-set-up: % has no usable column for % (looked for %)', crm, lacking.key, lacking.tried
      using hint = 'Add the column, or name yours in calendar_sync.contract_settings() at the top of this file.';
  end loop;
  if not exists (select from pg_index where indrelid = crm and indisunique and indpred is null and indkey::text = col #>> '{id,number}') then
    raise exception 'not-set-up: %.% is neither primary key nor unique', crm, col #>> '{id,name}';
  end if;
  for lacking in
    select a.attname from pg_attribute a
    where a.attrelid = crm and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef and a.attidentity = ''
      and quote_ident(a.attname) not in (select value ->> 'name' from jsonb_each(col))
      and not settings #> '{columns,owner}' ? a.attname and not settings -> 'fixed_values' ? a.attname
  loop
    raise exception 'not-set-up: %.% must be filled in every new row and has no default, so no event could be imported', crm, lacking.attname
      using hint = format('Give it a default, or a value in "fixed_values" at the top of this file: {"%s": "…"}.', lacking.attname);
  end loop;

  id_type := col #>> '{id,type}';
  id_new := coalesce(col #>> '{id,default}', case when id_type = 'uuid' then 'gen_random_uuid()' when id_type in ('text', 'character varying') then 'gen_random_uuid()::text' end);
  start_at := format(case when col #>> '{start,type}' like '%without%' then '(a.%s at time zone ''UTC'')' else 'a.%s' end, col #>> '{start,name}');
  end_at := format(case when col #>> '{end,type}' like '%without%' then '(a.%s at time zone ''UTC'')' else 'a.%s' end, col #>> '{end,name}');

  if col ? 'status' then
    select coalesce(
      (select string_agg(quote_literal(e.enumlabel), ' ') from pg_enum e where e.enumtypid = (col #>> '{status,type}')::regtype),
      case when col #>> '{status,type}' = 'boolean' then '''true'' ''false''' end,
      (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = crm and k.contype = 'c' and (col #>> '{status,number}')::int2 = any (k.conkey))
    ) into rules;
    select v into cancelled from jsonb_array_elements_text(settings -> 'cancelled_values') with ordinality x (v, n)
      where rules is null or position(quote_literal(v) in rules) > 0 order by n limit 1;
    select v into active from jsonb_array_elements_text(settings -> 'active_values') with ordinality x (v, n)
      where rules is null or position(quote_literal(v) in rules) > 0 order by n limit 1;
  end if;
  if cancelled is not null then
    is_cancelled := format('coalesce(lower(a.%s::text) in (%L, ''cancelled'', ''canceled''), false)', col #>> '{status,name}', lower(cancelled));
    active := coalesce(col #>> '{status,default}', format('%L::%s', active, col #>> '{status,type}'));
  end if;

  mine := format('a.%s = (select auth.uid())::%s and a.%s::text = any ((select calendar_sync.my_organizations())::text[])',
    col #>> '{owner,name}', col #>> '{owner,type}', col #>> '{organization,name}');

  execute 'drop view if exists calendar_sync.my_appointments';
  execute format($sql$
    create view calendar_sync.my_appointments with (security_invoker = true) as
    select c.key, c.key::text as id, c.organization_id, c.starts_at, c.ends_at, c.is_cancelled, c.whole,
      jsonb_build_object('title', c.title, 'description', c.description, 'location', c.location,
        'start', to_char(c.starts_at at time zone 'UTC', %14$L), 'end', to_char(c.ends_at at time zone 'UTC', %14$L),
        'allDay', c.all_day, 'isCancelled', c.is_cancelled) as row,
      jsonb_build_array(c.key::text, c.title, c.description, c.location,
        to_char(c.starts_at at time zone 'UTC', %14$L), to_char(c.ends_at at time zone 'UTC', %14$L),
        c.all_day, c.is_cancelled, c.owner_id, c.organization_id, c.event_id) as tuple
    from (
      select a.%1$s as key, a.%2$s::text as owner_id, a.%3$s::text as organization_id, %4$s as event_id,
        a.%5$s::text as title, a.%6$s::text as description, a.%7$s::text as location,
        %8$s as starts_at, coalesce(%9$s, %8$s) as ends_at, %10$s as all_day, %11$s as is_cancelled, to_jsonb(a) as whole
      from %12$s a where %13$s and isfinite(%8$s) and isfinite(coalesce(%9$s, %8$s))
    ) c
  $sql$, col #>> '{id,name}', col #>> '{owner,name}', col #>> '{organization,name}',
    case when col ? 'event_id' then format('a.%s::text', col #>> '{event_id,name}') else 'null::text' end,
    col #>> '{title,name}', col #>> '{description,name}', col #>> '{location,name}', start_at, end_at,
    case when col ? 'all_day' then format('coalesce(a.%s, false)', col #>> '{all_day,name}') else 'null::boolean' end,
    is_cancelled, crm, mine, 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

  -- How each key of an AppointmentRow is written; r.row is the json.
  select jsonb_object_agg(key, value) into setters from (
    select w.key, jsonb_build_object('column', col #>> array[w.key, 'name'], 'value', format('(r.row ->> %L)::%s', w.key, col #>> array[w.key, 'type'])) as value
    from unnest(array['title', 'description', 'location']) w (key)
    union all
    select w.key, jsonb_build_object('column', col #>> array[w.key, 'name'], 'value',
      format('(r.row ->> %L)::timestamptz', w.key) || case when col #>> array[w.key, 'type'] like '%without%' then ' at time zone ''UTC''' else '' end)
    from unnest(array['start', 'end']) w (key)
    union all
    select 'allDay', jsonb_build_object('column', col #>> '{all_day,name}', 'value', 'coalesce((r.row ->> ''allDay'')::boolean, false)') where col ? 'all_day'
    union all
    select 'isCancelled', jsonb_build_object('column', col #>> '{status,name}',
      'value', format('case when (r.row ->> ''isCancelled'')::boolean then %L::%s else %s end', cancelled, col #>> '{status,type}', active),
      'change', format('case when (r.row ->> ''isCancelled'')::boolean = %s then a.%s when (r.row ->> ''isCancelled'')::boolean then %L::%s else %s end',
        is_cancelled, col #>> '{status,name}', cancelled, col #>> '{status,type}', active)) where cancelled is not null
  ) s;

  select string_agg(name, ', '), string_agg(val, ', ') into names, vals from (
    select value ->> 'column' as name, value ->> 'value' as val from jsonb_each(setters)
    union all
    select quote_ident(f.key), format('%L::%s', f.value, a.atttypid::regtype)
    from jsonb_each_text(settings -> 'fixed_values') f join pg_attribute a on a.attrelid = crm and a.attname = f.key
    union all
    select quote_ident(a.attname), format('(select auth.uid())::%s', a.atttypid::regtype) from pg_attribute a
    where a.attrelid = crm and not a.attisdropped and settings #> '{columns,owner}' ? a.attname
      and (quote_ident(a.attname) = col #>> '{owner,name}' or (a.attnotnull and not a.atthasdef and a.atttypid in ('uuid'::regtype, 'text'::regtype, 'varchar'::regtype)))
    union all
    select col #>> '{organization,name}', format('r.organization::%s', col #>> '{organization,type}')
  ) w;

  execute 'drop function if exists calendar_sync.appointment_key(text)';
  execute 'drop function if exists calendar_sync.appointment_keys(text[])';
  execute format($sql$
    create function calendar_sync.appointment_key(id text) returns %1$s language sql immutable set search_path = '' as 'select $1::%1$s';
    create function calendar_sync.appointment_keys(ids text[]) returns %1$s[] language sql immutable set search_path = '' as 'select $1::%1$s[]';
  $sql$, id_type);

  -- links: [{organizationId, row, …}] → the same with `appointmentId`. One statement where ids can be made beforehand, else row by row.
  -- Raises where the CRM did not take one of them.
  execute format($sql$
    create or replace function calendar_sync.insert_appointments(links jsonb) returns jsonb
    language plpgsql set search_path = '' as $f$
    declare answer jsonb;
    begin
      %s
      if coalesce(jsonb_array_length(answer), 0) <> jsonb_array_length(links) then
        raise exception 'the CRM did not let an appointment be added' using errcode = '42501';
      end if;
      return coalesce(answer, '[]');
    end $f$
  $sql$, case when id_new is not null then format($body$
      with r as materialized (select l, l ->> 'organizationId' as organization, l -> 'row' as row, %1$s as key from jsonb_array_elements(links) l),
        made as (insert into %2$s as a (%3$s, %4$s) select r.key, %5$s from r returning a.%3$s) -- so that who adds must be able to read
      select jsonb_agg(l || jsonb_build_object('appointmentId', r.key::text)) into answer
      from r where (select count(*) from made) = jsonb_array_length(links);
    $body$, id_new, crm, col #>> '{id,name}', names, vals) else format($body$
      declare r record; made text; all_made jsonb[] := '{}';
      begin
        for r in select l, l ->> 'organizationId' as organization, l -> 'row' as row from jsonb_array_elements(links) l loop
          insert into %1$s as a (%2$s) select %3$s returning a.%4$s::text into made;
          if found then all_made := all_made || (r.l || jsonb_build_object('appointmentId', made)); end if;
        end loop;
        answer := to_jsonb(all_made);
      end;
    $body$, crm, names, vals, col #>> '{id,name}') end);

  execute format($sql$
    create or replace function calendar_sync.lock_appointments(ids text[]) returns void
    language plpgsql set search_path = '' as $f$
    begin
      perform from %1$s a where a.%2$s = any (ids::%3$s[]) and %4$s for update;
    end $f$
  $sql$, crm, col #>> '{id,name}', id_type, mine);

  -- rows: [{id, row}], each row with exactly these keys. Answers how many were written; only the caller's own can be.
  execute format($sql$
    create or replace function calendar_sync.update_appointments(keys text[], rows jsonb) returns int
    language plpgsql set search_path = '' as $f$
    declare
      setters constant jsonb := %1$L;
      assignments text := (select string_agg(format('%%s = %%s', setters #>> array[k, 'column'], coalesce(setters #>> array[k, 'change'], setters #>> array[k, 'value'])), ', ')
        from unnest(keys) k where setters ? k);
      written int;
    begin
      if assignments is null then return jsonb_array_length(rows); end if;
      execute 'with r as materialized (select x.id::%2$s as key, x.row from jsonb_to_recordset($1) x (id text, row jsonb))
        update %3$s a set ' || assignments || %4$L using rows;
      get diagnostics written = row_count;
      return written;
    end $f$
  $sql$, setters, id_type, crm, format(' from r where a.%s = r.key and %s', col #>> '{id,name}', mine));

  -- Cancels where the CRM can, else deletes. Answers how many; only the caller's own can be.
  execute format($sql$
    create or replace function calendar_sync.remove_appointments(ids text[]) returns int
    language plpgsql set search_path = '' as $f$
    declare written int;
    begin
      %s where a.%s = any (ids::%s[]) and %s;
      get diagnostics written = row_count;
      return written;
    end $f$
  $sql$, case when cancelled is not null then format('update %s a set %s = %L::%s', crm, col #>> '{status,name}', cancelled, col #>> '{status,type}') else format('delete from %s a', crm) end,
    col #>> '{id,name}', id_type, mine);

  -- What is the case whatever the CRM's row-level security shows: 'mine' or 'other'; what does not exist is not in the answer.
  -- Tells only about appointments that the caller's own feed or mappings name.
  execute format($sql$
    create or replace function calendar_sync.appointment_states(ids text[]) returns table (id text, state text)
    language plpgsql stable security definer set search_path = '' as $f$
    #variable_conflict use_column
    begin
      return query select a.%1$s::text, case when %2$s then 'mine' else 'other' end
      from %3$s a
      where a.%1$s = any (calendar_sync.appointment_keys(ids))
        and (exists (select from calendar_sync.feed f where f.user_id = (select auth.uid())::text and f.kind = 'appointment' and f.thing = a.%1$s::text)
          or exists (select from public.calendar_event_mappings m where m.user_id = (select auth.uid()) and m.appointment_ref = a.%1$s::text));
    end $f$
  $sql$, col #>> '{id,name}', mine, crm);

  select string_agg(distinct value ->> 'name', ', ') into synced from jsonb_each(col) where key <> 'id';
  execute format($sql$
    create or replace function calendar_sync.record_appointments() returns trigger
    language plpgsql security definer set search_path = '' as $f$
    begin
      if tg_op = 'INSERT' then
        insert into calendar_sync.feed (user_id, kind, thing, is_deleted, xid)
        select n.%2$s::text, 'appointment', n.%1$s::text, false, pg_current_xact_id() from new_rows n where n.%2$s is not null order by 1, 3
        on conflict (user_id, kind, thing) do update set xid = excluded.xid, is_deleted = excluded.is_deleted;
      elsif tg_op = 'DELETE' then
        insert into calendar_sync.feed (user_id, kind, thing, is_deleted, xid)
        select o.%2$s::text, 'appointment', o.%1$s::text, true, pg_current_xact_id() from old_rows o where o.%2$s is not null order by 1, 3
        on conflict (user_id, kind, thing) do update set xid = excluded.xid, is_deleted = excluded.is_deleted;
      else
        -- What stands in both tables alike did not change. No join: a plan made for one row would be kept for thousands.
        insert into calendar_sync.feed (user_id, kind, thing, is_deleted, xid)
        select c.owner::text, 'appointment', c.id::text, not bool_or(c.is_there), pg_current_xact_id() from (
          select u.%2$s as owner, u.%1$s as id, bool_or(u.is_new) over (partition by u.%1$s) as is_there,
            count(*) over (partition by u.%1$s, %3$s) as alike
          from (select %1$s, %3$s, false as is_new from old_rows union all select %1$s, %3$s, true from new_rows) u
        ) c where c.alike = 1 and c.owner is not null group by c.owner, c.id order by 1, 3
        on conflict (user_id, kind, thing) do update set xid = excluded.xid, is_deleted = excluded.is_deleted;
      end if;
      return null;
    end $f$;
    create or replace trigger calendar_sync_inserted after insert on %4$s referencing new table as new_rows
      for each statement execute function calendar_sync.record_appointments();
    create or replace trigger calendar_sync_updated after update on %4$s referencing old table as old_rows new table as new_rows
      for each statement execute function calendar_sync.record_appointments();
    create or replace trigger calendar_sync_deleted after delete on %4$s referencing old table as old_rows
      for each statement execute function calendar_sync.record_appointments();
    create or replace trigger calendar_sync_truncated after truncate on %4$s
      for each statement execute function calendar_sync.record_truncation();
  $sql$, col #>> '{id,name}', col #>> '{owner,name}', synced, crm);

  -- `version` names this contract: another mapping is another version, and every device pulls anew.
  facts := jsonb_build_object('hasAllDay', col ? 'all_day', 'hasCancelled', cancelled is not null, 'version', md5(concat(crm, col, setters)));
  execute format($sql$
    create or replace function calendar_sync.contract_facts() returns jsonb
    language plpgsql stable set search_path = '' as $f$
    begin
      return (select %L::jsonb || jsonb_build_object('readers', case
        when not t.relrowsecurity or exists (
          select from pg_catalog.pg_policy p
          where p.polrelid = t.oid and p.polpermissive and p.polcmd in ('r', '*') and pg_get_expr(p.polqual, p.polrelid) = 'true'
            and p.polroles && array[0::oid, 'authenticated'::regrole::oid, 'anon'::regrole::oid])
        then 'database' else 'organization' end)
      from pg_catalog.pg_class t where t.oid = to_regclass(%L));
    end $f$;
    create or replace function calendar_sync.appointments_table(out relation text, out id_column text, out id_type text)
    language sql stable set search_path = '' as $f$ select %L, %L, %L $f$;
  $sql$, facts, settings ->> 'appointments', crm, col #>> '{id,name}', id_type);
  perform set_config('search_path', path, true);
end $contract$;

revoke all on calendar_sync.my_appointments from public, anon;
grant select on calendar_sync.my_appointments to authenticated, service_role;
revoke all on function calendar_sync.contract_settings(), calendar_sync.record_appointments(), calendar_sync.appointments_table() from public, anon;
revoke all on function calendar_sync.instant(timestamptz), calendar_sync.my_organizations(), calendar_sync.admin_organizations(),
  calendar_sync.organization_names(), calendar_sync.contract_facts(), calendar_sync.appointment_key(text), calendar_sync.appointment_keys(text[]),
  calendar_sync.insert_appointments(jsonb), calendar_sync.update_appointments(text[], jsonb), calendar_sync.remove_appointments(text[]), calendar_sync.lock_appointments(text[]),
  calendar_sync.appointment_states(text[]) from public, anon;
grant execute on function calendar_sync.instant(timestamptz), calendar_sync.my_organizations(), calendar_sync.admin_organizations(),
  calendar_sync.organization_names(), calendar_sync.contract_facts(), calendar_sync.appointment_key(text), calendar_sync.appointment_keys(text[]),
  calendar_sync.insert_appointments(jsonb), calendar_sync.update_appointments(text[], jsonb), calendar_sync.remove_appointments(text[]), calendar_sync.lock_appointments(text[]),
  calendar_sync.appointment_states(text[]) to authenticated, service_role;
