import type { NeedView } from '../lib/store/views.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { needWords } from './needs-words.ts'
import { Sentence } from './sentence.tsx'

type NeedsRowProps = {
  readonly need: NeedView
  readonly isBusy: boolean
  readonly onAct: (need: NeedView) => void
}

/** One thing that waits for the person. */
export function NeedsRow({ need, isBusy, onAct }: NeedsRowProps) {
  const { icon, tone, title, more, action } = needWords(need)
  const titleId = `need-title-${need.id}`
  return (
    <li className="need" data-need={need.kind}>
      <Icon name={icon} tone={tone} isLarge />
      <div>
        <div className="t" id={titleId}>
          <Sentence text={title} />
        </div>
        <div className="d">
          <Sentence text={more} />
        </div>
      </div>
      {action && (
        <Button
          id={`need-${need.id}`}
          aria-describedby={titleId}
          look={need.kind === 'reconnect' ? 'primary' : 'plain'}
          isBusy={isBusy}
          onClick={() => onAct(need)}
        >
          {action}
        </Button>
      )}
    </li>
  )
}
