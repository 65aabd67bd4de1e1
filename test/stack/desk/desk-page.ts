/// <reference lib="dom" />
// Runs in the desk's page, types stripped by the server: draws what the server sends and posts what is pressed.
import type { DeskState } from './desk-state.ts'

type Step = DeskState['steps'][number]

const byId = (id: string) => document.getElementById(id) as HTMLElement

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

const post = (path: string) => void fetch(path, { method: 'POST' })

function drawStep(step: Step, index: number, isCurrent: boolean): void {
  const item = byId(step.id) ?? addStep(step)
  const details = item.querySelector('details')
  const wasCurrent = item.classList.contains('current')
  item.className = `${step.isDone ? 'done' : ''} ${isCurrent ? 'current' : ''}`
  if (details && isCurrent !== wasCurrent) details.open = isCurrent
  if (isCurrent && !wasCurrent) item.scrollIntoView({ block: 'nearest' })
  const mark = item.querySelector('.mark')
  const text = step.isDone ? '✓' : String(index + 1)
  if (mark && mark.textContent !== text) mark.textContent = text
  const state = item.querySelector('.state')
  if (state) state.textContent = step.isDone ? ' (done)' : ''
  const play = item.querySelector<HTMLButtonElement>('.play')
  if (play) {
    play.textContent = step.isPlaying ? 'Doing it…' : 'Do it for me'
    play.setAttribute('aria-disabled', String(step.isPlaying))
    play.classList.toggle('primary', isCurrent && !step.isPlaying)
  }
  const failure = item.querySelector('.failure')
  if (failure) failure.textContent = step.failure ?? ''
}

function addStep(step: Step): HTMLElement {
  const state = element('span', { className: 'state' })
  state.style.cssText = 'position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden'
  const mark = element('span', { className: 'mark' })
  mark.setAttribute('aria-hidden', 'true')
  const play = element('button', { type: 'button', className: 'play' })
  play.addEventListener('click', () => {
    if (play.getAttribute('aria-disabled') !== 'true') post(`/play/${step.id}`)
  })
  const buttons = (step.buttons ?? []).map(({ action, label }) => {
    const button = element('button', { type: 'button' }, label)
    button.dataset.action = action
    return button
  })
  const body = element(
    'div',
    { className: 'body' },
    element('div', { className: 'how' }, step.how),
    ...(step.copy ? [drawCopies(step.copy)] : []),
    element('div', { className: 'buttons' }, ...buttons, play),
    element('div', { className: 'failure', role: 'alert' }),
  )
  const summary = element('summary', {}, mark, element('span', {}, step.title, state))
  const item = element('li', { id: step.id }, element('details', {}, summary, body))
  byId('steps').append(item)
  return item
}

function drawCopies(copies: NonNullable<Step['copy']>): HTMLElement {
  const list = element('ul', { className: 'copy' })
  for (const { label, value } of copies) {
    const button = element('button', { type: 'button' }, `Copy ${label}`)
    const tell = () => setText('notice', `The ${label} is copied.`)
    button.addEventListener('click', () => void navigator.clipboard.writeText(value).then(tell))
    list.append(element('li', {}, element('code', {}, value), button))
  }
  return list
}

function draw(state: DeskState): void {
  for (const [id, url] of [['crm', state.crmUrl] as const, ['calendar', state.calendarUrl] as const]) {
    const frame = byId(id) as HTMLIFrameElement
    if (!frame.src) frame.src = url
  }
  const current = state.steps.find(({ isDone }) => !isDone)
  for (const [index, step] of state.steps.entries()) drawStep(step, index, step === current)
  const done = state.steps.filter(({ isDone }) => isDone).length
  const bar = byId('progress') as HTMLProgressElement
  bar.value = done / state.steps.length
  setText('progress-text', `${done} of ${state.steps.length}`)
  setText('notice', state.notice)
  const seconds = state.throttledForSeconds
  setText('throttle', seconds > 0 ? `Google throttles for ${seconds} s more` : 'Throttle Google for a minute')
  drawCounters(state)
}

/** Only what changed is touched, so that nothing is read out twice. */
function setText(id: string, text: string): void {
  const target = byId(id)
  if (target.textContent !== text) target.textContent = text
}

function drawCounters(state: DeskState): void {
  const rows = [
    ['Ahead: appointments / events', `${state.appointments} / ${state.events}`],
    ['Requests to Google', String(state.requests.google)],
    ['Requests to Supabase by Calendar Sync', String(state.requests.supabase)],
  ] as const
  byId('counters').replaceChildren(
    ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  )
  const apart = byId('apart')
  const count = state.differences.length
  apart.querySelector('summary')?.replaceChildren(count === 0 ? 'Both sides are equal' : `Not equal yet: ${count}`)
  apart.querySelector('ul')?.replaceChildren(...state.differences.map((text) => element('li', {}, text)))
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-action]') : null
  if (button) post(`/do/${button.dataset.action}`)
})

const source = new EventSource('/state')
source.addEventListener('message', ({ data }) => draw(JSON.parse(data as string) as DeskState))
source.addEventListener('error', () => setText('notice', 'The demo was stopped. Start it again: npm run demo'))
