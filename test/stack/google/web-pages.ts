import { readFile } from 'node:fs/promises'
import { transformWithOxc } from 'vite'
import { type Answer, html, toResponse } from './answer.ts'
import type { Google } from './google.ts'
import { escapeHtml } from './oauth-page.ts'

const folder = new URL('./web/', import.meta.url)

/** The web calendar: `/` lists the people, `/calendar?person=` is one person's. null for any other address. */
export async function answerWeb(google: Google, request: Request): Promise<Response | null> {
  const { pathname, searchParams } = new URL(request.url)
  if (request.method !== 'GET') return null
  if (pathname === '/') return toResponse(html(await startPage(google)))
  if (pathname === '/calendar') {
    const isKnown = google.people().some(({ email }) => email === searchParams.get('person'))
    return isKnown ? toResponse(html(await file('calendar.html'))) : redirectHome()
  }
  const asset = /^\/web\/([a-z-]+\.(?:ts|css))$/.exec(pathname)?.[1]
  return asset ? toResponse(await assetOf(asset)) : null
}

const redirectHome = () => new Response(null, { status: 302, headers: { location: '/' } })

const file = (name: string) => readFile(new URL(name, folder), 'utf8')

async function assetOf(name: string): Promise<Answer> {
  try {
    const text = await file(name)
    const isScript = name.endsWith('.ts')
    return {
      status: 200,
      headers: { 'content-type': isScript ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8' },
      // The browser gets the modules as they are, without their types: no build step.
      body: isScript ? (await transformWithOxc(text, `/${name}`, { sourcemap: false })).code : text,
    }
  } catch {
    return { status: 404, headers: {}, body: '' }
  }
}

async function startPage(google: Google): Promise<string> {
  const people = google
    .people()
    .map(
      ({ email, name }) =>
        `<li><a href="/calendar?person=${encodeURIComponent(email)}">${escapeHtml(name)}</a> ${escapeHtml(email)}</li>`,
    )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>Calendar stand-in</title><link rel="stylesheet" href="/web/calendar.css"></head>
<body class="start"><main><p class="note">Local stand-in, no Google account involved</p><h1>Whose calendar?</h1>
<ul>${people.join('')}</ul></main></body></html>`
}
