import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Hono } from 'hono'
import { listen } from '../backend/listen.ts'
import { builtApp } from './built-app.ts'

export type CrmOptions = {
  /** 0 takes a free one. */
  readonly port: number
  readonly supabaseUrl: string
  readonly publishableKey: string
}

export type Crm = { readonly url: string; readonly close: () => Promise<void> }

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** Serves the demo CRM on 127.0.0.1; see README.md. The backend may start later. */
export async function startCrm({ port, supabaseUrl, publishableKey }: CrmOptions): Promise<Crm> {
  const folder = await builtApp()
  const page = (await readFile(join(folder, 'index.html'), 'utf8'))
    .replace('{{supabaseUrl}}', supabaseUrl)
    .replace('{{publishableKey}}', publishableKey)
  const assets = new Map(
    await Promise.all(
      (await readdir(join(folder, 'assets'))).map(
        async (name) => [name, await readFile(join(folder, 'assets', name), 'utf8')] as const,
      ),
    ),
  )
  const server = new Hono()
  server.get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'))
    if (asset === undefined) return c.notFound()
    return c.body(asset, 200, { 'Content-Type': contentTypes[extname(c.req.path)] ?? 'application/octet-stream' })
  })
  // Every other path is a view of the single-page app.
  server.get('*', (c) => c.html(page, 200, { 'Cache-Control': 'no-cache' }))
  return listen(server.fetch, port)
}
