import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** CRMs that know nothing of us, each rude in its own way. */

const rows = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `<li class="row"><b>Meeting ${index + 1}</b><span>9:00 AM</span></li>`,
  ).join('')

const html = (head: string, body: string, attributes = 'lang="en"') =>
  `<!doctype html><html ${attributes}><head><meta charset="utf-8"><title>CRM</title>${head}</head><body>${body}</body></html>`

const modernStyle = `<style>
  body { margin: 0; font: 14px/20px Inter, "Segoe UI", sans-serif; background: #f9fafb; color: #111827 }
  main { max-width: 1040px; margin: 24px auto; padding: 0 20px }
  .bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px }
  .acts { display: flex; flex-wrap: wrap; gap: 8px }
  .bar button { font: inherit; height: 36px; padding: 0 12px; border-radius: 8px; border: 1px solid #d1d5db; background: #fff }
  .bar .pri { background: #7e22ce; border-color: #7e22ce; color: #fff }
  ul { list-style: none; padding: 0 } .row { display: flex; justify-content: space-between; background: #fff; padding: 12px 16px; margin: 8px 0; border: 1px solid #e5e7eb }
</style>`

const toolbar = `<div class="bar"><h1>Appointments</h1><div class="acts"><button>Filter</button><button class="pri">+ Add Appointment</button></div></div>`
const modern = `<nav><a href="/other">New appointment</a></nav><main id="view">${toolbar}<ul>${rows(4)}</ul></main>`

/** A single-page app: the buttons change address and view without a load. */
const spa = `<script>
  const views = { '/modern': document.querySelector('#view').innerHTML, '/contacts': '<h1>Contacts</h1><button>Add contact</button>' }
  window.go = (path) => { history.pushState(null, '', path); document.querySelector('#view').innerHTML = views[path] }
  window.heard = []
  for (const type of ['click', 'pointerdown', 'mousedown', 'keydown', 'keyup', 'focusin', 'focusout', 'wheel', 'copy', 'input'])
    document.addEventListener(type, (event) => heard.push(type + ' ' + event.target.localName))
</script>`

const oldStyle = `<style>
  html { font-size: 10px } body { font: 12px/1.3 Verdana, Arial, sans-serif; letter-spacing: .03em; color: #222 }
  * { box-sizing: content-box !important; float: none !important; border-radius: 0 !important }
  table.tools { width: 100%; border: 1px solid #999; background: linear-gradient(#f7f7f7, #dcdcdc) } .tools td:last-child { text-align: right }
  button, .tools * { font: bold 11px Verdana !important; text-transform: uppercase !important; background: #e9e9e9 !important; color: #222 !important;
    height: 26px !important; padding: 4px 10px !important; border: 1px outset #888 !important; margin: 0 2px !important; box-sizing: border-box !important }
  .tools td, .tools h2 { background: none !important; border: 0 !important; height: auto !important } div, span { display: inline !important; opacity: .99 !important }
</style>`
const old = `<table class="tools"><tr><td><h2>Appointments</h2></td><td><button>Print</button><button>New appointment</button></td></tr></table><table>${'<tr><td>11/25 10:00</td><td>Quarterly review</td></tr>'.repeat(4)}</table>`

const darkStyle = `<style>:root { color-scheme: dark } body { margin: 0; background: #1b1b2a; color: #e8e8f4; font: 15px/22px Georgia, serif } main { padding: 20px }
  .bar { display: flex; justify-content: space-between; align-items: center } .bar button { font: inherit; height: 40px; padding: 0 18px; border-radius: 999px; border: 1px solid #5b5b80; background: none; color: inherit; margin-left: 12px }</style>`
const dark = `<main><div class="bar"><h1>Appointments</h1><div><button>Filter</button><button>Schedule</button></div></div><ul>${rows(3)}</ul></main>`

const markedDark = `<style>body.dark { background: #111; color: #eee }</style>`

/** Draws its toolbar anew, as frameworks do: the old nodes go, equal ones come. */
const redraws = (everyMs: number) =>
  `<script>setInterval(() => { const bar = document.querySelector('.bar'); bar.outerHTML = ${JSON.stringify(toolbar)}; window.drawn = (window.drawn ?? 0) + 1 }, ${everyMs})</script>`

/** A CRM that allows no style and no script but its own. */
const strict = {
  'content-security-policy': "default-src 'none'; style-src 'self'; script-src 'none'; frame-src 'self'",
}

const pages: Record<string, { readonly body: string; readonly headers?: Record<string, string> }> = {
  '/modern': { body: html(modernStyle, modern + spa) },
  '/other': {
    body: html(
      modernStyle,
      '<nav><a href="/modern">Appointments</a><a>New appointment</a></nav><main><h1>Contacts</h1></main>',
    ),
  },
  '/old': { body: html(oldStyle, old) },
  '/dark': { body: html(darkStyle, dark) },
  '/marked-dark': {
    body: html(modernStyle + markedDark, modern, 'lang="en" class="h-full"').replace('<body>', '<body class="dark">'),
  },
  '/redraws': { body: html(modernStyle, modern + redraws(1000)) },
  '/redraws-all-the-time': { body: html(modernStyle, modern + redraws(1)) },
  '/heading': { body: html(modernStyle, `<main><h2>My appointments (12)</h2><ul>${rows(3)}</ul></main>`) },
  '/button': {
    body: html(
      modernStyle,
      `<main><h1>Week 48</h1><div class="bar"><div class="acts"><div role="group"><button>Day</button><button>Schedule appointment</button></div></div></div></main>`,
    ),
  },
  '/modal': {
    body: html(
      modernStyle,
      `${modern}<dialog id="d"><h2>Appointments</h2><button>Add appointment</button></dialog><script>document.querySelector('#d').showModal()</script>`,
    ),
  },
  '/dialog-only': {
    body: html(
      modernStyle,
      '<main><h1>Contacts</h1></main><div role="dialog"><h2>Appointments</h2><button>Add appointment</button></div>',
    ),
  },
  '/frame': {
    body: html(
      modernStyle,
      '<main><h1>CRM</h1><iframe src="/modern" width="900" height="420" title="module"></iframe></main>',
    ),
  },
  '/frame-in-list': {
    body: html(
      modernStyle,
      '<main><h1>Appointments</h1><iframe src="/modern" width="900" height="420" title="module"></iframe></main>',
    ),
  },
  '/narrow': {
    body: html(
      modernStyle,
      '<main style="width: 380px; margin: 0"><div class="bar"><h1>Appointments</h1><div class="acts"><button class="pri">Add appointment</button></div></div></main>',
    ),
  },
  '/rtl': { body: html(modernStyle, modern, 'lang="ar" dir="rtl"') },
  '/termine': {
    body: html(
      modernStyle,
      '<main><h1>Termine</h1><div class="bar"><button>Filter</button><button id="neu">Neu</button></div></main>',
    ),
  },
  '/strict': { body: html('', modern), headers: strict },
}

export type Crm = { readonly url: (path: string) => string; readonly close: () => Promise<void> }

/** Serves the pages on a free port of this machine. */
export async function serveCrm(): Promise<Crm> {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://crm').pathname]
    response
      .writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...page?.headers })
      .end(page?.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
