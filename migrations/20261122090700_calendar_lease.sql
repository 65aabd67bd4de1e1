-- The lease: one device of a user writes at a time. It saves work; safety comes from revs, keys and expected values.

create table if not exists calendar_sync.leases (
  user_id uuid primary key references auth.users (id) on delete cascade,
  device text not null,
  fence bigint not null,
  expires_at timestamptz not null
);
alter table calendar_sync.leases enable row level security;
revoke all on calendar_sync.leases from public, anon, authenticated;

-- The caller's fencing number: it grows whenever the lease is taken anew.
create or replace function calendar_sync.current_fence() returns bigint
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select l.fence from calendar_sync.leases l where l.user_id = (select auth.uid())), 0);
end $$;

-- Takes or keeps the caller's lease; the row stays locked until the transaction ends, so a user's writes are one by one.
create or replace function calendar_sync.take_lease(device text, fence bigint, seconds int) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  caller constant uuid := auth.uid();
  held calendar_sync.leases;
  is_kept boolean;
begin
  if caller is null or device is null then
    raise exception 'a lease needs a user and a device' using errcode = '42501';
  end if;
  insert into calendar_sync.leases as l (user_id, device, fence, expires_at)
  values (caller, device, 0, '-infinity') on conflict do nothing;
  select * into held from calendar_sync.leases l where l.user_id = caller for update;

  if held.device <> device and held.expires_at > clock_timestamp() then
    return jsonb_build_object('kind', 'lease-held', 'until', calendar_sync.instant(held.expires_at));
  end if;
  if held.fence <> coalesce(fence, -1) then
    return jsonb_build_object('kind', 'stale');
  end if;
  is_kept := held.device = device and held.expires_at > clock_timestamp();
  update calendar_sync.leases l set
    device = take_lease.device,
    fence = held.fence + case when is_kept then 0 else 1 end,
    expires_at = clock_timestamp() + make_interval(secs => greatest(1, least(coalesce(seconds, 60), 600)))
  where l.user_id = caller returning l.* into held;
  return jsonb_build_object('kind', 'granted', 'fence', held.fence, 'expiresAt', calendar_sync.instant(held.expires_at));
end $$;

-- Ends the caller's lease where this device holds it. The fence stays.
create or replace function calendar_sync.free_lease(device text) returns void
language sql security definer set search_path = '' as $$
  update calendar_sync.leases l set expires_at = now() where l.user_id = (select auth.uid()) and l.device = $1
$$;

revoke all on function calendar_sync.current_fence(), calendar_sync.take_lease(text, bigint, int), calendar_sync.free_lease(text)
  from public, anon;
grant execute on function calendar_sync.current_fence(), calendar_sync.take_lease(text, bigint, int), calendar_sync.free_lease(text)
  to authenticated, service_role;
