import { createRoot } from 'react-dom/client'
import { openDatabase } from '../../lib/store/db.ts'
import { direction, language, word } from '../../lib/words.ts'
import { readKept } from './kept.ts'
import { Popup } from './popup.tsx'
import { keepToRoom } from './room.ts'
import '../../components/styles/tokens.css'
import '../../components/styles/core.css'
import '../../components/styles/dialog.css'
import '../../components/styles/popup.css'
import '../../components/styles/document.css'

document.title = word('app_name')
document.documentElement.lang = language()
document.documentElement.dir = direction()
keepToRoom()

const root = document.getElementById('root')
if (root) createRoot(root).render(<Popup db={openDatabase()} initial={await readKept()} />)
