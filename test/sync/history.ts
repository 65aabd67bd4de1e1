import { mortal } from './mortal.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'
import type { Random } from './random.ts'

/**
 * One random history: people edit on both sides, two devices sync at odd moments, die, lose replies and are throttled.
 * Every meeting carries a tag in its title, so that a double or a loss is seen whatever else was edited.
 */
export type Outcome = {
  readonly story: readonly string[]
  readonly crm: Side
  readonly google: Side
  readonly mails: number
  /** Calendar writes of a sync after everything had settled. */
  readonly lateWrites: number
  readonly meetings: readonly Meeting[]
  readonly undecided: number
}

const ben = 'ben@example.com'

type Fields = { readonly title: string; readonly location: string; readonly start: string }
type Side = ReadonlyMap<string, Fields>
type Name = 'crm' | 'google'

export type Meeting = {
  readonly tag: string
  /** What was written last to each field by whom, since it was made. */
  readonly written: Map<keyof Fields, { by: Set<Name>; value: string }>
  isDeleted: boolean
  /** A colleague had it for a while: an imported event stays at the calendar whatever the colleague does with the row. */
  wasHandedOver: boolean
}

export async function playHistory(random: Random, actions: number): Promise<Outcome> {
  const office = await openOffice()
  await office.db.addUser(ben, { organization: office.acme })
  const story: string[] = []
  const meetings: Meeting[] = []
  const devices = [office.openDevice(), office.openDevice()]
  const [first, second] = devices as [Device, Device]
  try {
    for (let n = 0; n < 8; n += 1) await addMeeting(office, meetings, random.pick(['crm', 'google']), n)
    await first.firstSync()
    for (let n = 0; n < actions; n += 1) await act(office, meetings, devices, random, story)
    office.google.misbehave.clear()
    await office.db.sql('update public.appointments set owner_id = $1', [office.ann])
    await freeLease(office)
    await settle(office, [first, second])
    const before = office.google.counters.writes
    await second.sync()
    const open = await office.db.sql('select from public.calendar_conflicts where closed_at is null')
    return {
      story,
      crm: await crmSide(office),
      google: googleSide(office),
      mails: office.google.mails.length,
      lateWrites: office.google.counters.writes - before,
      meetings,
      undecided: open.length,
    }
  } finally {
    await office.close()
  }
}

/** Two or three syncs after people stopped; what the guard holds is released, as a person would. */
async function settle(office: Office, devices: readonly Device[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const device of devices) {
      await device.store.setMarks({ pauses: {} })
      const { plan } = await device.sync()
      const held = plan?.waiting.flatMap((waiting) =>
        waiting.kind === 'held' ? waiting.mappings.map(({ id }) => id) : [],
      )
      if (held?.length) await device.store.setMarks({ released: held, isSettled: false })
    }
  }
}

const freeLease = (office: Office) =>
  office.db.sql(`update calendar_sync.leases set expires_at = now() - interval '1 second'`)

async function act(
  office: Office,
  meetings: Meeting[],
  devices: readonly Device[],
  random: Random,
  story: string[],
): Promise<void> {
  const kind = random.pick([
    'edit',
    'edit',
    'edit',
    'add',
    'delete',
    'sync',
    'sync',
    'sync',
    'fault',
    'lag',
    'own',
  ] as const)
  const side = random.pick(['crm', 'google'] as const)
  switch (kind) {
    case 'add':
      await addMeeting(office, meetings, side, meetings.length)
      story.push(`${side} adds M${meetings.length - 1}`)
      return
    case 'edit':
      return editMeeting(office, random.pick(meetings), side, random, story)
    case 'delete':
      return deleteMeeting(office, random.pick(meetings), side, story)
    case 'fault': {
      const fault = random.pick(['dropReplies', 'throttle', 'fail'] as const)
      story.push(`google: ${fault}`)
      office.google.misbehave[fault]({ times: 1, on: ['events.insert', 'events.patch', 'events.delete', 'batch'] })
      return
    }
    case 'lag': {
      const seconds = random.pick([0, 0, 3600])
      story.push(`google's feed is ${seconds} s late`)
      office.google.misbehave.lag(seconds)
      return
    }
    case 'own':
      return handOver(office, random.pick(meetings), random, story)
    case 'sync':
      return syncSometimesDying(office, devices, random, story)
  }
}

async function syncSometimesDying(office: Office, devices: readonly Device[], random: Random, story: string[]) {
  const n = random.below(devices.length)
  const device = devices[n]
  if (!device) return
  const isDying = random.below(3) === 0
  const at = random.below(8)
  const isAfter = random.below(2) === 0
  story.push(`device ${n} syncs${isDying ? `, dies ${isAfter ? 'after' : 'before'} call ${at}` : ''}`)
  await device.store.setMarks({ pauses: {} })
  if (isDying) await device.sync(mortal(device.ports, at, isAfter).ports).catch(() => {})
  else await device.sync()
  if (isDying) await freeLease(office)
}

async function addMeeting(office: Office, meetings: Meeting[], side: Name, n: number): Promise<void> {
  const tag = `M${n}`
  meetings.push({ tag, written: new Map(), isDeleted: false, wasHandedOver: false })
  const [start, end] = [tomorrow(n % 20), tomorrow((n % 20) + 1)]
  if (side === 'crm') await office.addAppointment(tag, start, end)
  else office.google.insert(ann, { summary: tag, start: { dateTime: start }, end: { dateTime: end } })
}

async function editMeeting(
  office: Office,
  meeting: Meeting,
  side: Name,
  random: Random,
  story: string[],
): Promise<void> {
  const field = random.pick(['title', 'location', 'start'] as const)
  const start = tomorrow(random.below(20), 1 + random.below(3))
  const value =
    field === 'start' ? start : field === 'title' ? `${meeting.tag} v${random.below(4)}` : `Room ${random.below(4)}`
  const isThere =
    side === 'crm' ? await editCrm(office, meeting.tag, field, value) : editGoogle(office, meeting.tag, field, value)
  if (!isThere) return
  story.push(`${side} sets ${meeting.tag} ${field} to ${value}`)
  const before = meeting.written.get(field)
  meeting.written.set(field, { by: new Set([...(before?.by ?? []), side]), value })
}

const ofTag = (title: string, tag: string) => title === tag || title.startsWith(`${tag} `)

async function editCrm(office: Office, tag: string, field: keyof Fields, value: string): Promise<boolean> {
  const set = field === 'start' ? `start_time = $1, end_time = $1::timestamptz + interval '1 hour'` : `${field} = $1`
  const rows = await office.db.sql(
    `update public.appointments set ${set} where title = $2 or title like $2 || ' %' returning id`,
    [value, tag],
  )
  return rows.length > 0
}

function editGoogle(office: Office, tag: string, field: keyof Fields, value: string): boolean {
  const event = office.events().find(({ summary }) => ofTag(summary, tag))
  if (!event) return false
  const end = new Date(Date.parse(value) + 3_600_000)
  const patch =
    field === 'start'
      ? { start: { dateTime: value }, end: { dateTime: end.toISOString() } }
      : { [field === 'title' ? 'summary' : 'location']: value }
  office.google.edit(ann, event.id, patch)
  return true
}

async function deleteMeeting(office: Office, meeting: Meeting, side: Name, story: string[]): Promise<void> {
  meeting.isDeleted = true
  story.push(`${side} deletes ${meeting.tag}`)
  if (side === 'crm') {
    await office.db.sql(`delete from public.appointments where title = $1 or title like $1 || ' %'`, [meeting.tag])
    return
  }
  const event = office.events().find(({ summary }) => ofTag(summary, meeting.tag))
  if (event) office.google.remove(ann, event.id)
}

/** To a colleague, or back. */
async function handOver(office: Office, meeting: Meeting, random: Random, story: string[]): Promise<void> {
  const { tag } = meeting
  meeting.wasHandedOver = true
  const [colleague] = await office.db.sql<{ id: string }>(`select id::text from auth.users where email = $1`, [ben])
  const owner = random.pick([colleague?.id ?? '', office.ann, office.ann])
  story.push(`${tag} goes to ${owner === office.ann ? 'ann' : 'ben'}`)
  await office.db.sql(`update public.appointments set owner_id = $1 where title = $2 or title like $2 || ' %'`, [
    owner,
    tag,
  ])
}

async function crmSide(office: Office): Promise<Side> {
  const rows = await office.appointments()
  return byTag(rows.map(({ title, location, start }) => ({ title, location: location ?? '', start })))
}

const googleSide = (office: Office): Side =>
  byTag(office.events().map(({ summary, location, start }) => ({ title: summary, location, start })))

/** A second row with the same tag is a double: it is kept under a name of its own. */
function byTag(rows: readonly Fields[]): Side {
  const side = new Map<string, Fields>()
  for (const row of rows) {
    const tag = row.title.split(' ')[0] ?? ''
    side.set(side.has(tag) ? `${tag} again` : tag, row)
  }
  return new Map([...side].toSorted(([a], [b]) => a.localeCompare(b)))
}
