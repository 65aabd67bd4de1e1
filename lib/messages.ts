import * as v from 'valibot'

/**
 * Every command the background obeys, with the form of its data and who may send it.
 * State never travels by message: extension pages watch IndexedDB, the CRM page watches the status item.
 */
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const text = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max))
const direction = v.picklist(['two-way', 'import', 'export', 'off'])
const provider = v.picklist(['google', 'outlook'])
const configuration = v.object({ crmUrl: text(500), supabaseUrl: text(500), publishableKey: text(4000) })

type From = 'extension' | 'page' // 'page': also obeyed when the content script in the CRM page asks

const command = <Schema extends v.GenericSchema>(from: From, data: Schema) => ({ from, data })

export const commands = {
  /** Tries the addresses and the key; saves them when they work. Answers `Check`. */
  checkConfiguration: command('extension', configuration),
  signIn: command('extension', v.object({ email: text(320), password: v.pipe(v.string(), v.maxLength(1000)) })),
  signOut: command('extension', v.object({})),
  /** Opens the provider's consent window; progress stands in the overview's `connect`. */
  connectAccount: command('extension', v.object({ provider, email: text(320), organizationId: v.nullable(id) })),
  /** Brings the consent window to the front, or forgets a finished attempt. */
  showConsentWindow: command('extension', v.object({})),
  forgetConnect: command('extension', v.object({})),
  configureCalendars: command(
    'extension',
    v.object({ accountId: id, calendars: v.array(v.object({ id, direction, isHome: v.boolean() })) }),
  ),
  pauseAccount: command('extension', v.object({ accountId: id, isPaused: v.boolean() })),
  disconnectAccount: command('extension', v.object({ accountId: id })),
  /** Computes the first sync and shows it; writes nothing. */
  previewSync: command('extension', v.object({})),
  /** The yes to the preview that was shown, with the doubtful pairs to link. */
  startFirstSync: command('extension', v.object({ link: v.array(id) })),
  /** Answers when the sync has ended. */
  syncNow: command('page', v.object({})),
  releaseHeld: command('extension', v.object({ needId: id })),
  dropHeld: command('extension', v.object({ needId: id })),
  resolveConflict: command('extension', v.object({ mappingId: id, side: v.picklist(['crm', 'calendar']) })),
  /** Opens the popup in a window of its own at the view for connecting, or for managing. */
  openPopup: command('page', v.object({ view: v.picklist(['connect', 'overview']) })),
  /** Runs the overlay in the frame that asks, because an Appointments page appeared there. */
  loadOverlay: command('page', v.object({})),
} as const

export type CommandName = keyof typeof commands
export type CommandData<Name extends CommandName> = v.InferOutput<(typeof commands)[Name]['data']>

/** What `checkConfiguration` found, in the order it looked. */
export type Check =
  | { readonly kind: 'saved'; readonly organization: string | null; readonly hasTables: boolean }
  | { readonly kind: 'bad-url' | 'bad-key' | 'secret-key' | 'bad-crm-url' | 'unavailable' }

/** `done` and `failed` are for a person; a failed command changed nothing unless its reason says otherwise. */
export type Reply =
  | { readonly kind: 'done' }
  | { readonly kind: 'checked'; readonly check: Check }
  | { readonly kind: 'failed'; readonly reason: FailReason }

export type FailReason =
  | 'refused' // e-mail or password is not right
  | 'signed-out'
  | 'not-configured'
  | 'not-set-up'
  | 'no-organization'
  | 'unavailable'
  | 'bad-key' // the CRM's address is right, its publishable key is not
  | 'died' // the worker was stopped in the middle; what was done stands
  | 'gone' // what it was about is no longer there
  | 'unexpected'

/** @throws Error 'extension-gone' where the extension was updated or removed under a page that is still open. */
export async function send<Name extends CommandName>(name: Name, data: CommandData<Name>): Promise<Reply> {
  if (!chrome.runtime?.id) throw new Error('extension-gone')
  return chrome.runtime.sendMessage({ name, data })
}
