import * as v from 'valibot'
import { invalid } from './errors.ts'
import type { Google } from './google.ts'

const times = v.pipe(v.number(), v.integer(), v.minValue(1))
const reach = {
  times: v.optional(times),
  seconds: v.optional(v.number()),
  on: v.optional(
    v.array(
      v.picklist([
        'calendarList.list',
        'calendarList.get',
        'calendars.get',
        'events.list',
        'events.get',
        'events.insert',
        'events.patch',
        'events.update',
        'events.delete',
        'events.instances',
        'events.move',
        'batch',
        'userinfo',
        'oauth.authorize',
        'oauth.token',
        'oauth.revoke',
        'preflight',
        'unknown',
      ]),
    ),
  ),
}

/** One or more switches by name: `{"throttle": {"seconds": 30, "kind": "429"}}`, `{"offline": true}`, `{"clear": true}`. */
const Switches = v.strictObject({
  clear: v.optional(v.literal(true)),
  throttle: v.optional(
    v.strictObject({
      ...reach,
      kind: v.optional(v.picklist(['429', 'rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded'])),
      retryAfterSeconds: v.optional(v.number()),
    }),
  ),
  fail: v.optional(v.strictObject({ ...reach, status: v.optional(v.number()) })),
  garbage: v.optional(v.strictObject({ ...reach, form: v.optional(v.picklist(['html', 'cut-json', 'empty'])) })),
  dropReplies: v.optional(v.strictObject(reach)),
  lag: v.optional(v.number()),
  latency: v.optional(v.number()),
  pageLimit: v.optional(v.nullable(times)),
  emptyPages: v.optional(v.number()),
  offline: v.optional(v.boolean()),
  expireTokens: v.optional(v.strictObject({ refresh: v.optional(v.boolean()) })),
  expireSyncTokens: v.optional(v.literal(true)),
})

/** @throws GoogleError 400 on an unknown switch */
export function flip(google: Google, body: unknown): void {
  const parsed = v.safeParse(Switches, body)
  if (!parsed.success) throw invalid(parsed.issues.map(({ message }) => message).join('; '))
  const { misbehave } = google
  const asked = parsed.output
  if (asked.clear) misbehave.clear()
  if (asked.throttle) misbehave.throttle(asked.throttle)
  if (asked.fail) misbehave.fail(asked.fail)
  if (asked.garbage) misbehave.garbage(asked.garbage)
  if (asked.dropReplies) misbehave.dropReplies(asked.dropReplies)
  if (asked.lag !== undefined) misbehave.lag(asked.lag)
  if (asked.latency !== undefined) misbehave.latency(asked.latency)
  if (asked.pageLimit !== undefined) misbehave.pageLimit(asked.pageLimit)
  if (asked.emptyPages !== undefined) misbehave.emptyPages(asked.emptyPages)
  if (asked.offline !== undefined) misbehave.offline(asked.offline)
  if (asked.expireTokens) google.expireTokens(asked.expireTokens)
  if (asked.expireSyncTokens) google.expireSyncTokens()
}
