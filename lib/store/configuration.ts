/** Where the CRM is. From the build, the options page or the organisation's policy, in rising order. */
export type Configuration = {
  readonly crmUrl: string
  readonly supabaseUrl: string
  readonly publishableKey: string
}

/** Lives in storage.local; holds nothing secret; stays when the user signs out. */
const key = 'configuration'

/** @returns null while any of the three is missing */
export async function readConfiguration(builtIn: Configuration): Promise<Configuration | null> {
  const stored = (await chrome.storage.local.get(key))[key] as Partial<Configuration> | undefined
  const managed = await readManaged()
  const merged = { ...present(builtIn), ...present(stored ?? {}), ...present(managed) }
  const { crmUrl, supabaseUrl, publishableKey } = merged
  return crmUrl && supabaseUrl && publishableKey ? { crmUrl, supabaseUrl, publishableKey } : null
}

export const saveConfiguration = (configuration: Configuration) => chrome.storage.local.set({ [key]: configuration })

/** Browsers without policy for this extension reject the read. */
async function readManaged(): Promise<Partial<Configuration>> {
  try {
    return await chrome.storage.managed.get(null)
  } catch {
    return {}
  }
}

const present = (values: Partial<Configuration>): Partial<Configuration> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== ''))
