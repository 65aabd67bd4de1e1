import { Icon, type IconName, type Tone } from './icon.tsx'
import { Sentence } from './sentence.tsx'

/** A state in one glyph and one word. */
export function Chip({ icon, tone, text }: { readonly icon: IconName; readonly tone?: Tone; readonly text: string }) {
  return (
    <span className={tone ? `state ${tone}` : 'state'}>
      <Icon name={icon} />
      <span>
        <Sentence text={text} />
      </span>
    </span>
  )
}
