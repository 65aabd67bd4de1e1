/** A registered OAuth client. Without any registered, every client id and redirect address is taken. */
export type Client = { readonly id: string; readonly secret: string; readonly redirectUris?: readonly string[] }

/** The secret of clients nobody registered. */
const anySecret = 'stand-in-secret'

export function findClient(clients: readonly Client[], id: string): Client | null {
  if (clients.length === 0) return id === '' ? null : { id, secret: anySecret }
  return clients.find((client) => client.id === id) ?? null
}

/** Registered addresses count as written; where none are given, https and loopback ones are taken. */
export function isRedirectAllowed(client: Client, redirectUri: string): boolean {
  if (client.redirectUris) return client.redirectUris.includes(redirectUri)
  return /^https:\/\/[^/]+|^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/.test(redirectUri)
}
