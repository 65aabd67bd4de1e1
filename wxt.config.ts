import { defineConfig } from 'wxt'
import { extensionKey, firefoxId } from './extension-id.ts'

const origin = (address: string | undefined) =>
  address ? [`${new URL(address).protocol}//${new URL(address).hostname}/*`] : []

/** Hosts that a build configured for one CRM may reach without asking; every other host is asked for at the moment of use. */
function hostPermissions(env: Record<string, string | undefined>): string[] {
  const hosts = [
    ...origin(env.WXT_GOOGLE_API ?? 'https://www.googleapis.com'),
    ...origin(env.WXT_GOOGLE_USERINFO ?? 'https://openidconnect.googleapis.com'),
    ...origin(env.WXT_SUPABASE_URL),
    ...origin(env.WXT_CRM_URL),
  ]
  return [...new Set(hosts)]
}

// https://wxt.dev/api/config.html
export default defineConfig({
  modules: ['@wxt-dev/module-react'],
  imports: false,
  outDir: process.env.WXT_OUT_DIR ?? '.output',
  // The oldest browsers of the manifest: anything older would rewrite light-dark(), and with it what a CRM page passes down.
  vite: () => ({
    // Dexie's build for today's browsers: the default one carries shims that the worker would parse at every start.
    resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
    build: { target: ['chrome123', 'firefox140'], cssTarget: ['chrome123', 'firefox140'] },
  }),
  manifest: ({ browser }) => ({
    name: '__MSG_app_name__',
    short_name: '__MSG_app_name__',
    description: 'Keeps your CRM appointments and your calendar equal, both ways.',
    default_locale: 'en',
    permissions: ['alarms', 'identity', 'scripting', 'storage', 'unlimitedStorage'],
    host_permissions: hostPermissions(process.env),
    optional_host_permissions: ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'],
    icons: { 16: 'icons/icon-16.png', 32: 'icons/icon-32.png', 48: 'icons/icon-48.png', 128: 'icons/icon-128.png' },
    action: { default_icon: { 16: 'icons/icon-gray-16.png', 32: 'icons/icon-gray-32.png' } },
    commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+C' } } },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: { id: firefoxId, strict_min_version: '140.0', data_collection_permissions: { required: ['none'] } },
          },
        }
      : { key: extensionKey, minimum_chrome_version: '123' }),
  }),
})
