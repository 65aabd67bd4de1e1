import { quote, word } from '../lib/words.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { DialogView } from './dialog-view.tsx'

type DisconnectProps = {
  readonly email: string
  readonly isBusy: boolean
  readonly failure: string | null
  readonly onDisconnect: () => void
  readonly onCancel: () => void
}

export function Disconnect({ email, isBusy, failure, onDisconnect, onCancel }: DisconnectProps) {
  return (
    <DialogView
      title={word('d_title', quote(email))}
      lead={word('d_lead')}
      onPrimary={onDisconnect}
      onClose={onCancel}
      footer={
        <>
          <Button isLarge onClick={onCancel}>
            {word('cancel')}
          </Button>
          <Button look="danger" isLarge isBusy={isBusy} onClick={onDisconnect}>
            {word('d_do')}
          </Button>
        </>
      }
    >
      {failure !== null && (
        <Banner tone="bad" isAlert>
          {failure}
        </Banner>
      )}
    </DialogView>
  )
}
