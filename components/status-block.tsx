import { providerName, roughly, word } from '../lib/words.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Progress } from './progress.tsx'
import { Sentence } from './sentence.tsx'
import type { StatusView } from './status-of.ts'
import type { StatusAction, StatusWords } from './status-words.ts'

type StatusBlockProps = {
  readonly view: StatusView
  readonly words: StatusWords
  readonly isBusy: boolean
  readonly onAction: (action: StatusAction) => void
}

/** The truth in one line, what follows from it, and the one thing to do. */
export function StatusBlock({ view, words, isBusy, onAction }: StatusBlockProps) {
  const { icon, tone, line, more, note, action } = words
  const isRunning = view.kind === 'syncing' || view.kind === 'comparing'
  return (
    <div className="sec">
      <div className="status">
        <Icon name={icon} tone={tone} isLarge isSpinning={isRunning} />
        <div className="line">{line}</div>
        {action && (
          <Button
            id="status-action"
            look={action.isPrimary ? 'primary' : 'plain'}
            icon={action.does === 'sync' ? 'sync' : undefined}
            isBusy={isBusy}
            onClick={() => onAction(action.does)}
          >
            {action.label}
          </Button>
        )}
        {more && (
          <div className="more">
            <Sentence text={more} />
          </div>
        )}
        {note && <div className="more">{note}</div>}
        {view.kind === 'comparing' && <Progress label={line} total={null} done={0} text={line} />}
        {view.kind === 'syncing' && <Progress label={line} total={view.total} done={view.done} text={more || line} />}
        {view.kind === 'syncing' && view.throttled && (
          <div className="wide more row top">
            <Icon name="clock" />
            <span>{word('st_throttle', providerName[view.throttled.provider], roughly(view.throttled.forMs))}</span>
          </div>
        )}
      </div>
      {view.kind === 'syncing' && view.isFirst && <p className="xs muted">{word('st_close_ok')}</p>}
    </div>
  )
}
