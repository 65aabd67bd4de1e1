import type { Answer } from './answer.ts'
import { badRequest } from './errors.ts'

type Part = { readonly method: string; readonly url: URL; readonly headers: Headers; readonly body: string }

/** https://developers.google.com/workspace/calendar/api/guides/batch */
const mostParts = 1000

/** Answers each part on its own; the outer Authorization counts for parts without one. @throws GoogleError 400 */
export async function answerBatch(asked: Part, answerPart: (part: Part) => Promise<Answer>): Promise<Answer> {
  const boundary = /boundary="?([^";]+)"?/i.exec(asked.headers.get('content-type') ?? '')?.[1]
  if (!boundary) throw badRequest('Missing batch boundary.')
  const parts = asked.body
    .replace(/\r\n/g, '\n')
    .split(`--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .map((part) => part.replace(/^\n/, ''))
  if (parts.length === 0 || parts.length > mostParts) throw badRequest('Failed to parse batch request.')
  const out = `batch_${boundary.replace(/[^A-Za-z0-9]/g, '').slice(0, 30)}_answer`
  const answers: string[] = []
  for (const part of parts) {
    const { outer, request } = readPart(part, asked)
    const id = outer.get('content-id')
    const answer = await answerPart(request)
    answers.push(`--${out}\r\n${head({ 'content-type': 'application/http', ...named(id) })}\r\n${written(answer)}\r\n`)
  }
  return {
    status: 200,
    headers: { 'content-type': `multipart/mixed; boundary=${out}` },
    body: `${answers.join('')}--${out}--\r\n`,
  }
}

const named = (id: string | null): Record<string, string> =>
  id === null ? {} : { 'content-id': id.startsWith('<') ? `<response-${id.slice(1)}` : `response-${id}` }

const head = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

const written = ({ status, headers, body }: Answer) =>
  `HTTP/1.1 ${status}\r\n${head({ ...headers, 'content-length': String(Buffer.byteLength(body)) })}\r\n${body}\r\n`

function readPart(text: string, asked: Part): { outer: Headers; request: Part } {
  const [outerText, innerText] = cut(text)
  const [first = '', ...lines] = innerText.split('\n')
  const [headerText, body] = cut(lines.join('\n'))
  const match = /^(GET|POST|PUT|PATCH|DELETE) (\/\S*)/.exec(first.trim())
  if (!match) throw badRequest('Failed to parse batch request.')
  const headers = headersOf(headerText)
  const authorization = asked.headers.get('authorization')
  if (!headers.has('authorization') && authorization) headers.set('authorization', authorization)
  const url = new URL(match[2] ?? '/', asked.url.origin)
  return { outer: headersOf(outerText), request: { method: match[1] ?? 'GET', url, headers, body: body.trim() } }
}

function cut(text: string): [string, string] {
  if (text.startsWith('\n')) return ['', text.slice(1)]
  const at = text.indexOf('\n\n')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 2)]
}

function headersOf(text: string): Headers {
  const headers = new Headers()
  for (const line of text.split('\n')) {
    const at = line.indexOf(':')
    if (at > 0) headers.append(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  return headers
}
