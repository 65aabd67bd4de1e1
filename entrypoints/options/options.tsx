import { useLiveQuery } from 'dexie-react-hooks'
import { useState } from 'react'
import { BrandMark } from '../../components/brand-mark.tsx'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Sentence } from '../../components/sentence.tsx'
import { send } from '../../lib/messages.ts'
import type { Configuration } from '../../lib/store/configuration.ts'
import type { Database } from '../../lib/store/db.ts'
import { noOverview } from '../../lib/store/views.ts'
import { quote, word } from '../../lib/words.ts'
import { ConfigurationCard } from './configuration-card.tsx'

export function Options({ db, saved }: { readonly db: Database; readonly saved: Configuration }) {
  const overview = useLiveQuery(async () => (await db.overview.get('overview')) ?? noOverview, [db])
  return (
    <div className="ui options">
      <nav aria-label={word('options')}>
        <div className="row brand">
          <BrandMark />
          <span className="b">{word('app_name')}</span>
        </div>
        <a href="#crm" aria-current="true">
          <Icon name="crm" />
          {word('op_crm')}
        </a>
      </nav>
      <main className="pane">
        <h1 className="h0">{word('options')}</h1>
        <ConfigurationCard saved={saved} />
        {overview && <SignedIn email={overview.user?.email ?? null} />}
      </main>
    </div>
  )
}

function SignedIn({ email }: { readonly email: string | null }) {
  const [isBusy, setIsBusy] = useState(false)
  async function signOut() {
    setIsBusy(true)
    await send('signOut', {}).catch(() => undefined)
    setIsBusy(false)
  }
  if (email === null) {
    return (
      <section className="card">
        <p className="sm muted">{word('opt_not_in')}</p>
      </section>
    )
  }
  return (
    <section className="card" aria-labelledby="signed-in">
      <div className="set">
        <div>
          <h2 className="b sm" id="signed-in">
            <Sentence text={word('op_in', quote(email))} />
          </h2>
          <p className="sm muted">{word('op_out_hint')}</p>
        </div>
        <div>
          <Button isBusy={isBusy} onClick={() => void signOut()}>
            {word('op_out')}
          </Button>
        </div>
      </div>
    </section>
  )
}
