import type { Wanted } from './oauth.ts'
import { describeScope, isIdentity } from './scopes.ts'
import type { Person } from './types.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)

const style = `
:root { color-scheme: light dark; --line: light-dark(#d0d4da, #44484f); --ink: light-dark(#1d2025, #e8eaed);
  --soft: light-dark(#5b626c, #a7adb6); --ground: light-dark(#f4f5f7, #17191c); --card: light-dark(#fff, #22252a);
  --accent: light-dark(#1f5fbf, #8ab4f8); --on-accent: light-dark(#fff, #10213d) }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { width: min(440px, 100%); background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 28px }
.note { margin: 0 0 16px; padding: 8px 12px; border: 1px dashed var(--line); border-radius: 8px; color: var(--soft); font-size: 14px }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.3 }
p { margin: 0 0 16px; overflow-wrap: anywhere }
fieldset { border: 0; margin: 0 0 16px; padding: 0 }
legend { padding: 0; font-weight: 600; margin-bottom: 4px }
label { display: flex; gap: 12px; align-items: center; min-height: 44px; padding: 6px 8px; border-radius: 8px; cursor: pointer }
label:hover { background: var(--ground) }
label small { display: block; color: var(--soft) }
input { width: 18px; height: 18px; margin: 0; flex: none; accent-color: var(--accent) }
.buttons { display: flex; gap: 12px; justify-content: flex-end }
button { min-height: 44px; padding: 0 20px; border-radius: 8px; border: 1px solid var(--line); background: transparent;
  color: var(--ink); font: inherit; cursor: pointer }
button[value=allow] { background: var(--accent); border-color: var(--accent); color: var(--on-accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }`

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main><p class="note">Local stand-in, no Google account involved</p>${body}</main></body></html>`

export const errorPage = (title: string, text: string) =>
  page(title, `<h1>Access blocked</h1><p data-error>${escapeHtml(title)}</p><p>${escapeHtml(text)}</p>`)

/** The account chooser and consent in one page. The form carries the whole request along. */
export function consentPage(
  wanted: Wanted,
  people: readonly Person[],
  hinted: Person | null,
  query: URLSearchParams,
): string {
  const hidden = [...query]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
  const accounts = people.map((person, index) => {
    const isChosen = hinted ? person === hinted : index === 0
    return `<label><input type="radio" name="person" required value="${escapeHtml(person.email)}"${isChosen ? ' checked' : ''}>
<span>${escapeHtml(person.name)}<small>${escapeHtml(person.email)}</small></span></label>`
  })
  const asked = wanted.scopes.filter((scope) => !isIdentity(scope))
  const boxes = asked.map(
    (scope) =>
      `<label><input type="checkbox" name="granted" value="${escapeHtml(scope)}" checked><span>${escapeHtml(describeScope(scope))}</span></label>`,
  )
  return page(
    'Choose an account',
    `<h1>Choose an account</h1><p>to continue to ${escapeHtml(new URL(wanted.redirectUri).host)}</p>
<form method="post" action="/o/oauth2/v2/auth">${hidden}
<fieldset><legend>Account</legend>${accounts.join('')}</fieldset>
${boxes.length > 0 ? `<fieldset><legend>Allow this app to</legend>${boxes.join('')}</fieldset>` : ''}
<div class="buttons"><button name="decision" value="cancel" formnovalidate>Cancel</button><button name="decision" value="allow">Allow</button></div>
</form>`,
  )
}
