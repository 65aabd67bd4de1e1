import type { HttpReply } from '../../http.ts'
import { type ErrorCode, isSyncError, SyncError } from '../../model/errors.ts'
import { errorOf, type GoogleClient, type GoogleRequest, isSuccess } from './call.ts'

/** What came back for one request, or why nothing did. */
export type Answer = HttpReply | SyncError

/**
 * Several requests in one; each part has its own answer, in the order of the requests.
 * https://developers.google.com/workspace/calendar/api/guides/batch
 * A part without an answer, or all where the reply was lost, is `unavailable`: it may have been carried out.
 */
export async function sendBatch(client: GoogleClient, requests: readonly GoogleRequest[]): Promise<readonly Answer[]> {
  const answers = await post(client, requests)
  // The outer request can pass with a token that the parts find expired; they go once more with a new one.
  const refused = requests.filter((_, index) => isRefused(answers[index]))
  if (refused.length === 0) return answers
  try {
    await client.tokens.accessToken({ isRefused: true })
  } catch (error) {
    if (!isSyncError(error)) throw error
    return answers.map((answer) => (isRefused(answer) ? error : answer))
  }
  const again = (await post(client, refused)).values()
  return answers.map((answer) => (isRefused(answer) ? (again.next().value ?? answer) : answer))
}

const isRefused = (answer: Answer | undefined) => !(answer instanceof SyncError) && answer?.status === 401

async function post({ http, apiOrigin }: GoogleClient, requests: readonly GoogleRequest[]): Promise<readonly Answer[]> {
  try {
    const boundary = `batch-${crypto.randomUUID()}`
    const reply = await http({
      method: 'POST',
      url: `${apiOrigin}/batch/calendar/v3`,
      headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
      body: writeBatch(requests, boundary),
    })
    if (!isSuccess(reply)) throw meaningOfWhole(errorOf(reply))
    const parts = readBatch(reply)
    return requests.map((_, index) => parts.get(index) ?? new SyncError('unavailable', 'google batch: part missing'))
  } catch (error) {
    if (!isSyncError(error)) throw error
    return requests.map(() => error)
  }
}

/** That the batch address was not found or met a conflict says nothing about any event. */
function meaningOfWhole(error: SyncError): SyncError {
  const { code, message, retryAfterMs } = error
  return wholeCodes.includes(code) ? error : new SyncError('unavailable', message, { retryAfterMs, cause: error })
}

const wholeCodes: readonly ErrorCode[] = [
  'auth-expired',
  'rate-limited',
  'quota-exhausted',
  'forbidden',
  'needs-admin-approval',
]

function writeBatch(requests: readonly GoogleRequest[], boundary: string): string {
  const parts = requests.map(({ method, path, headers = {}, body }, index) =>
    [
      `--${boundary}`,
      'content-type: application/http',
      `content-id: <${index}>`,
      '',
      `${method} ${path} HTTP/1.1`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      body ?? '',
    ].join('\r\n'),
  )
  return [...parts, `--${boundary}--`, ''].join('\r\n')
}

/** The parts by the number of their request. A part that was cut off is left out. */
function readBatch(reply: HttpReply): Map<number, HttpReply> {
  const found = new Map<number, HttpReply>()
  const mark = /boundary="?([^";]+)"?/i.exec(reply.headers.get('content-type') ?? '')?.[1]
  if (mark === undefined) return found
  // What follows the last mark was not ended by one: the closing dashes, or a part that was cut.
  const pieces = `\n${reply.text.replaceAll('\r\n', '\n')}`.split(`\n--${mark}`).slice(1, -1)
  for (const piece of pieces) {
    const [outer = '', start = '', ...body] = piece.split('\n\n')
    const index = /^content-id:\s*<?response-<?(\d+)>?\s*$/im.exec(outer)?.[1]
    const [statusLine = '', ...headerLines] = start.split('\n')
    const status = /^HTTP\/[\d.]+ (\d{3})/.exec(statusLine)?.[1]
    if (index === undefined || status === undefined) continue
    found.set(Number(index), {
      status: Number(status),
      headers: headersOf(headerLines),
      text: body.join('\n\n').trim(),
    })
  }
  return found
}

function headersOf(lines: readonly string[]): Headers {
  const headers = new Headers()
  for (const line of lines) {
    const [name = '', ...value] = line.split(':')
    if (/^[\w-]+$/.test(name)) headers.append(name, value.join(':').trim())
  }
  return headers
}
