/** A host as the browser asks for it: match patterns know no port. */
export function hostPattern(address: string): string | null {
  const url = URL.parse(address.trim())
  return url && /^https?:$/.test(url.protocol) && url.hostname ? `${url.protocol}//${url.hostname}/*` : null
}

/**
 * Asks the browser to let the extension reach these hosts. Must be called in the click itself, before any await.
 * @returns false where the person, or a rule of the browser, said no
 */
export async function askHosts(patterns: readonly string[]): Promise<boolean> {
  try {
    return await chrome.permissions.request({ origins: [...new Set(patterns)] })
  } catch {
    return false // a kind of address that the manifest does not let us ask for
  }
}
