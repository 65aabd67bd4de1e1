-- The caller's own accounts, calendars and mappings, each with the json that lib/model knows. Views, because Postgres
-- merges them into the query, while a function would be called for each row.

create or replace view calendar_sync.my_accounts with (security_invoker = true) as
select a.id, a.created_at, jsonb_build_object('id', a.id, 'organizationId', a.organization_id, 'provider', a.provider, 'email', a.email,
  'state', a.state, 'policy', a.policy, 'timezone', a.timezone, 'connected', a.connected,
  'lastSync', to_char(a.last_sync at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as json
from public.calendar_accounts a where a.user_id = (select auth.uid());

create or replace view calendar_sync.my_calendars with (security_invoker = true) as
select c.calendar_account_id, c.created_at, c.is_primary, c.name, c.id,
  jsonb_build_object('id', c.id, 'accountId', c.calendar_account_id, 'organizationId', c.organization_id,
    'externalId', c.external_id, 'name', c.name, 'timezone', c.timezone, 'isPrimary', c.is_primary,
    'isWritable', c.is_writable, 'direction', c.direction, 'isHome', c.is_home,
    'consentedAt', to_char(c.consented_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as json
from public.calendar_account_calendars c where c.user_id = (select auth.uid());

create or replace view calendar_sync.my_mappings with (security_invoker = true) as
select m.id, m.status, m.appointment_ref, m.appointment_id is null as is_deleted,
  jsonb_build_object('id', m.id, 'accountId', m.calendar_account_id, 'calendarId', m.calendar_id,
    'appointmentId', m.appointment_ref, 'eventId', m.external_event_id, 'etag', m.external_event_etag,
    'stamp', m.external_event_stamp, 'identity', m.identity, 'base', m.base, 'origin', m.origin, 'status', m.status,
    'rev', m.rev, 'generation', m.generation, 'intent', m.intent, 'knownEventIds', to_jsonb(m.known_event_ids),
    'isMasked', m.is_masked) as json
from public.calendar_event_mappings m where m.user_id = (select auth.uid());

revoke all on calendar_sync.my_accounts, calendar_sync.my_calendars, calendar_sync.my_mappings from public, anon;
grant select on calendar_sync.my_accounts, calendar_sync.my_calendars, calendar_sync.my_mappings to authenticated, service_role;
