import { PostgrestClient } from '@supabase/postgrest-js'
import { translate } from './errors.ts'
import { storable } from './storable.ts'

/** Where the CRM's Supabase project is. */
export type CrmAddress = { readonly supabaseUrl: string; readonly publishableKey: string }

export type CrmClientOptions = CrmAddress & {
  /** @throws SyncError auth-expired when nobody is signed in */
  readonly accessToken: () => Promise<string>
  readonly fetch?: typeof fetch
  /** A worker's fetch dies at 30 s without an answer; ending it earlier leaves time to say so. */
  readonly timeoutMs?: number
}

export type CrmClient = {
  /** Calls a function of schema public with its one argument. @throws SyncError */
  call(name: string, p: unknown): Promise<unknown>
}

/** The Data API as the signed-in user, who can do there what row-level security lets them. */
export function createCrmClient(options: CrmClientOptions): CrmClient {
  const { accessToken, timeoutMs = 25_000 } = options
  return {
    async call(name, p) {
      let retryAfter: string | null = null
      const watching: typeof fetch = async (input, init) => {
        const response = await (options.fetch ?? fetch)(input, init)
        retryAfter = response.headers.get('Retry-After')
        return response
      }
      const headers = { apikey: options.publishableKey, Authorization: `Bearer ${await accessToken()}` }
      // One attempt: whoever plans the next run knows when to try again.
      const rest = new PostgrestClient(restUrl(options), { headers, fetch: watching, retry: false })
      const answer = await rest.rpc(name, { p: storable(p) }).abortSignal(AbortSignal.timeout(timeoutMs))
      if (!answer.error) return answer.data
      const { code, message } = answer.error
      throw translate({ status: answer.status, code, message, retryAfter, now: Date.now() })
    },
  }
}

export const restUrl = ({ supabaseUrl }: Pick<CrmAddress, 'supabaseUrl'>) =>
  `${supabaseUrl.replace(/\/+$/, '')}/rest/v1`
