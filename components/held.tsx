import type { NeedView } from '../lib/store/views.ts'
import { plural, providerName, word } from '../lib/words.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { DialogView } from './dialog-view.tsx'

type HeldNeed = Extract<NeedView, { kind: 'held' }>

type HeldProps = {
  readonly need: HeldNeed
  readonly busy: 'keep' | 'delete' | null
  readonly failure: string | null
  readonly onKeep: () => void
  readonly onDelete: () => void
  readonly onLater: () => void
}

/** Deletions that look like an accident: keep all, or delete after all. */
export function Held({ need, busy, failure, onKeep, onDelete, onLater }: HeldProps) {
  const provider = providerName[need.provider]
  const isCrm = need.side === 'crm'
  const rest = need.count - need.titles.length
  return (
    <DialogView
      title={plural('need_held', need.count)}
      lead={isCrm ? word('h_lead', need.count, need.total, provider) : word('h_lead_crm', need.count, need.total)}
      onPrimary={onKeep}
      onClose={onLater}
      footer={
        <>
          <Button look="quiet" isLarge onClick={onLater}>
            {word('cf_later')}
          </Button>
          <Button look="danger" isLarge isBusy={busy === 'delete'} onClick={onDelete}>
            {isCrm ? word('h_delete', need.count) : word('h_delete_cal', need.count, provider)}
          </Button>
          <Button look="primary" isLarge isBusy={busy === 'keep'} onClick={onKeep}>
            {word('h_keep', need.count)}
          </Button>
        </>
      }
    >
      {failure !== null && (
        <Banner tone="bad" isAlert>
          {failure}
        </Banner>
      )}
      {need.titles.length > 0 && (
        <ul className="list">
          {need.titles.map((title, at) => (
            <li key={`${at} ${title}`}>
              <bdi className="b">{title}</bdi>
            </li>
          ))}
          {rest > 0 && <li className="muted">{word('h_more', rest)}</li>}
        </ul>
      )}
      <p className="sm muted">{word('h_keep_more')}</p>
    </DialogView>
  )
}
