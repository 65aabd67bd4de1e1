import { createRoot } from 'react-dom/client'
import { addresses } from '../../lib/addresses.ts'
import { readConfiguration } from '../../lib/store/configuration.ts'
import { openDatabase } from '../../lib/store/db.ts'
import { direction, language, word } from '../../lib/words.ts'
import { Options } from './options.tsx'
import '../../components/styles/tokens.css'
import '../../components/styles/core.css'
import '../../components/styles/options.css'
import '../../components/styles/document.css'

document.title = `${word('options')} · ${word('app_name')}`
document.documentElement.lang = language()
document.documentElement.dir = direction()

const builtIn = { crmUrl: addresses.crmUrl, supabaseUrl: addresses.supabaseUrl, publishableKey: addresses.supabaseKey }
const saved = (await readConfiguration(builtIn)) ?? builtIn

const root = document.getElementById('root')
if (root) createRoot(root).render(<Options db={openDatabase()} saved={saved} />)
