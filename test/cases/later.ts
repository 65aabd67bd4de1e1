/** Cases that wait for work that is not there yet. When it comes, the id moves from here into the name of a test. */
export type Later = { readonly id: string; readonly why: string }

const outlook = (...ids: string[]): Later[] => ids.map((id) => ({ id, why: 'Outlook through Microsoft Graph' }))
const webhooks = (...ids: string[]): Later[] => ids.map((id) => ({ id, why: 'webhooks: the providers’ own notices' }))

export const later: readonly Later[] = [
  ...outlook('M01', 'M06', 'M07', 'M10', 'M13', 'M14', 'M15', 'M16', 'M19'),
  ...outlook('M21', 'M23', 'M24', 'M28', 'M30', 'M32', 'M33'),
  ...webhooks('H01', 'H02', 'H05', 'H06'),
  { id: 'E09', why: 'the server that keeps refresh tokens' },
  { id: 'E10', why: 'the server that keeps refresh tokens' },
  { id: 'D12', why: 'removing everything the extension created' },
  { id: 'P05', why: 'blocklist rules' },
]

/** Cases that have a test already, of which a part waits all the same. */
export const partly: readonly Later[] = [
  { id: 'D02', why: 'undoing the released deletions; what they need is kept as before-images' },
  { id: 'D06', why: 'the choice to remove what was imported, and a window of one’s own; by default it stays' },
  { id: 'D07', why: 'the choice to remove copies when disconnecting; by default nothing is removed' },
  { id: 'G21', why: 'a colleague’s export, read in a shared calendar, is known as such' },
  { id: 'W21', why: 'the row saying that the calendar holds less text than the CRM' },
]
