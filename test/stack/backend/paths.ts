import { fileURLToPath } from 'node:url'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export const hostedProjectSql = path('./hosted-project.sql')
export const vaultSql = path('./vault.sql')
export const crmSchemaSql = path('../crm/schema.sql')
export const crmSeedSql = path('../crm/seed.sql')
export const migrationsFolder = path('../../../migrations')
export const templateFolder = path('../../../node_modules/.cache/crm-calendar-sync/backend')
/** What else decides what is in a template; package.json for the versions of Postgres and @supabase/lite. */
export const templateInputs = [
  path('./database.ts'),
  path('./users.ts'),
  path('../crm/people.ts'),
  path('../../../package.json'),
]
