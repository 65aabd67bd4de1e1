import { data } from '../data.ts'

export const shows = { upcoming: 'Upcoming', past: 'Past', all: 'All' } as const
export const owners = { mine: 'Mine', everyone: 'Everyone’s' } as const
export type Filter = { readonly show: keyof typeof shows; readonly whose: keyof typeof owners }

/** The list is not paged; more than this is not shown. */
export const longestList = 500

const columns = 'id, owner_id, contact_id, title, description, location, start_time, end_time, status'

export function appointmentsOf(userId: string, { show, whose }: Filter) {
  const now = new Date().toISOString()
  let query = data.from('appointments').select(columns)
  if (whose === 'mine') query = query.eq('owner_id', userId)
  if (show === 'upcoming') query = query.gte('end_time', now)
  if (show === 'past') query = query.lt('end_time', now)
  return query
    .order('start_time', { ascending: show !== 'past' })
    .order('id')
    .limit(longestList)
}

export const contactNames = () => data.from('contacts').select('id, name').order('name').limit(500)

export const profileOf = (userId: string) =>
  data.from('profiles').select('organization_id, role').eq('id', userId).single()
