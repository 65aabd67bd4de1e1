-- A few contacts and appointments relative to today, in wall-clock time of Europe/Berlin, the demo people's zone.
-- ann and ben are of Acme, cleo is of Globex; their ids stand in people.ts.

insert into public.contacts (id, organization_id, owner_id, name, email, phone)
select c.id::uuid, p.organization_id, p.id, c.name, c.email, c.phone
from (values
  ('c0000000-0000-4000-8000-000000000001', 'ann@example.com', 'Nora Lind', 'nora.lind@example.com', '+49 30 5550101'),
  ('c0000000-0000-4000-8000-000000000002', 'ann@example.com', 'Paul Weber', 'paul.weber@example.com', '+49 30 5550102'),
  ('c0000000-0000-4000-8000-000000000003', 'ben@example.com', 'Rita Brandt', 'rita.brandt@example.com', null),
  ('c0000000-0000-4000-8000-000000000004', 'cleo@example.com', 'Tom Okafor', 'tom.okafor@example.com', '+49 40 5550104')
) as c (id, owner, name, email, phone)
join public.profiles p on p.email = c.owner;

insert into public.appointments
  (id, organization_id, owner_id, contact_id, title, description, location, start_time, end_time, status)
select
  a.id::uuid, p.organization_id, p.id, a.contact::uuid, a.title, a.description, a.location,
  (today.midnight + make_interval(days => a.day) + a.start_at::time) at time zone 'Europe/Berlin',
  (today.midnight + make_interval(days => a.day) + a.end_at::time) at time zone 'Europe/Berlin',
  a.status
from (values
  ('a0000000-0000-4000-8000-000000000001', 'ann@example.com', 'c0000000-0000-4000-8000-000000000001',
    'Site visit', 'Bring the floor plans.', 'Hauptstraße 5, Berlin', 1, '10:00', '11:00', 'scheduled'),
  ('a0000000-0000-4000-8000-000000000002', 'ann@example.com', 'c0000000-0000-4000-8000-000000000002',
    'Quarterly review', null, 'Meeting room 2', 2, '14:00', '15:30', 'scheduled'),
  ('a0000000-0000-4000-8000-000000000003', 'ann@example.com', null,
    'Call with the architect', E'Agenda:\n1. Permits\n2. Budget', null, 4, '09:30', '10:00', 'scheduled'),
  ('a0000000-0000-4000-8000-000000000004', 'ann@example.com', 'c0000000-0000-4000-8000-000000000001',
    'First meeting', 'Went well.', 'Office', -2, '11:00', '12:00', 'completed'),
  ('a0000000-0000-4000-8000-000000000005', 'ben@example.com', 'c0000000-0000-4000-8000-000000000003',
    'Product demo', null, 'Online', 1, '13:00', '14:00', 'scheduled'),
  ('a0000000-0000-4000-8000-000000000006', 'ben@example.com', null,
    'Contract signing', null, 'Office', 3, '16:00', '16:30', 'scheduled'),
  ('a0000000-0000-4000-8000-000000000007', 'cleo@example.com', 'c0000000-0000-4000-8000-000000000004',
    'Kick-off', null, 'Globex, 4th floor', 1, '10:00', '11:00', 'scheduled')
) as a (id, owner, contact, title, description, location, day, start_at, end_at, status)
join public.profiles p on p.email = a.owner
cross join (select date_trunc('day', now() at time zone 'Europe/Berlin') as midnight) today;
