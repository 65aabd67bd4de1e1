import type { Provider } from '../lib/model/account.ts'
import type { ConnectView } from '../lib/store/views.ts'
import { companyName, providerName, quote, word } from '../lib/words.ts'
import { Banner } from './banner.tsx'
import { Button, LinkButton } from './button.tsx'
import { Icon } from './icon.tsx'
import { Sentence } from './sentence.tsx'

type ConnectWaitingProps = {
  readonly provider: Provider
  readonly onShow: () => void
  readonly onCancel: () => void
}

/** The provider's window is open. */
export function ConnectWaiting({ provider, onShow, onCancel }: ConnectWaitingProps) {
  return (
    <div className="sec">
      <div className="status">
        <Icon name="clock" tone="accent" isLarge />
        <h1 className="line" tabIndex={-1}>
          {word('connect_wait', companyName[provider])}
        </h1>
        <div className="more">{word('connect_wait_more')}</div>
      </div>
      <div className="row">
        <Button onClick={onShow}>{word('connect_show')}</Button>
        <Button look="quiet" onClick={onCancel}>
          {word('cancel')}
        </Button>
      </div>
    </div>
  )
}

type Failed = Extract<ConnectView, { kind: 'failed' }>

function failedWords({ reason, provider, email }: Failed): { readonly what: string; readonly more: string } {
  const nothing = word('connect_closed_more')
  switch (reason) {
    case 'closed':
      return { what: word('connect_closed'), more: nothing }
    case 'refused':
      return { what: '', more: word('connect_refused') }
    case 'partly':
      return { what: '', more: word('connect_partly', companyName[provider]) }
    case 'other-person':
      return { what: '', more: word('connect_other', companyName[provider], quote(email)) }
    case 'unavailable':
      return { what: word('st_cal_down', providerName[provider]), more: nothing }
    case 'not-set-up':
      return { what: word('st_setup'), more: word('st_setup_more') }
    case 'no-organization':
      return { what: word('st_org'), more: word('st_org_more') }
  }
}

/** Why the attempt came to nothing, and the way to try again. */
export function ConnectFailed({ failed, onAgain }: { readonly failed: Failed; readonly onAgain: () => void }) {
  const { what, more } = failedWords(failed)
  return (
    <div className="sec lead">
      <Banner tone="warn">
        {what && <b>{`${what.replace(/\.$/, '')}. `}</b>}
        <Sentence text={more} />
        <br />
        <LinkButton onClick={onAgain}>{word('connect_again')}</LinkButton>
      </Banner>
    </div>
  )
}
