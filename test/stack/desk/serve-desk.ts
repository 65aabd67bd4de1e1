import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { transformWithOxc } from 'vite'
import type { StepId } from './checklist.ts'
import { stepIds } from './checklist.ts'
import type { DeskState } from './desk-state.ts'
import type { Action } from './steps.ts'

export type Desk = {
  readonly url: string
  /** Shows this to every open page. */
  show(state: DeskState): void
  close(): Promise<void>
}

export type DeskOrders = {
  /** A button was pressed. Nothing is awaited: the outcome shows in the state. */
  onAction(action: Action): void
  /** "Do it for me" of a step was pressed. */
  onPlay(step: StepId): void
}

const actions = [
  'open-popup',
  'open-options',
  'ring-alarm',
  'kill-worker',
  'throttle',
] as const satisfies readonly Action[]
const page = new URL('./desk.html', import.meta.url)
const look = new URL('./desk.css', import.meta.url)
const script = new URL('./desk-page.ts', import.meta.url)

/** The page with the checklist, the CRM and the calendar side by side, on 127.0.0.1. */
export async function serveDesk(port: number, orders: DeskOrders): Promise<Desk> {
  const listeners = new Set<ServerResponse>()
  let last: DeskState | null = null
  const server = createServer((request, response) => {
    const key = `${request.method} ${request.url?.split('?')[0]}`
    if (key === 'GET /state') listen(listeners, request, response, last)
    else if (request.method === 'POST') obey(key, orders, response)
    else sendFile(key, response).catch((error: unknown) => send(response, 500, 'text/plain', String(error)))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${port}/`,
    show(state) {
      last = state
      for (const response of listeners) write(response, state)
    },
    close: () => close(server),
  }
}

function listen(
  listeners: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
  last: DeskState | null,
) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  listeners.add(response)
  request.on('close', () => listeners.delete(response))
  if (last) write(response, last)
}

const write = (response: ServerResponse, state: DeskState) => response.write(`data: ${JSON.stringify(state)}\n\n`)

function obey(key: string, orders: DeskOrders, response: ServerResponse): void {
  const action = actions.find((action) => key === `POST /do/${action}`)
  const step = stepIds.find((id) => key === `POST /play/${id}`)
  if (action) orders.onAction(action)
  if (step) orders.onPlay(step)
  send(response, action || step ? 202 : 404, 'text/plain', '')
}

async function sendFile(key: string, response: ServerResponse): Promise<void> {
  switch (key) {
    case 'GET /':
      return send(response, 200, 'text/html', await readFile(page, 'utf8'))
    case 'GET /desk.css':
      return send(response, 200, 'text/css', await readFile(look, 'utf8'))
    case 'GET /desk-page.js':
      return send(response, 200, 'text/javascript', await pageScript())
    default:
      return send(response, 404, 'text/plain', 'not found')
  }
}

async function pageScript(): Promise<string> {
  const { code } = await transformWithOxc(await readFile(script, 'utf8'), '/desk-page.ts')
  return code
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' }).end(body)
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
