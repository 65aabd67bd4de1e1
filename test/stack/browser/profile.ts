import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extensionId } from '../../../extension-id.ts'

/** A folder for one browser's life; Chromium with somebody's own profile is never started. */
export const newProfile = () => mkdtempSync(join(tmpdir(), 'calendar-sync-profile-'))

/**
 * Writes the first preferences of a profile that no browser has opened yet.
 * `grantedHosts` are match patterns the person is taken to have allowed before: `permissions.request()` then says yes
 * without the native question, which nobody can answer headless. Chromium's own format, seen in 156; not documented.
 */
export function seedProfile(folder: string, grantedHosts: readonly string[]): void {
  const granted = { api: [], explicit_host: grantedHosts, manifest_permissions: [], scriptable_host: [] }
  const preferences = {
    extensions: {
      ui: { developer_mode: true },
      settings: { [extensionId]: { runtime_granted_permissions: granted } },
    },
    // The stand-ins' passwords are typed in and shown on purpose: no bubble asks to save them.
    credentials_enable_service: false,
    profile: { password_manager_enabled: false, password_manager_leak_detection: false },
  }
  mkdirSync(join(folder, 'Default'), { recursive: true })
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
}
