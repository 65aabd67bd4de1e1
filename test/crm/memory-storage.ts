import type { SessionStorage } from '../../lib/crm/session.ts'

/** As the worker's storage, in memory; `texts` is what lies in it. */
export function memoryStorage(): SessionStorage & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    getItem: async (key) => texts.get(key) ?? null,
    setItem: async (key, value) => void texts.set(key, value),
    removeItem: async (key) => void texts.delete(key),
  }
}
