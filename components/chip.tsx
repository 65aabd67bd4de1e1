import { Icon, type IconName, type Tone } from './icon.tsx'

/** A state in one glyph and one word. */
export function Chip({ icon, tone, text }: { readonly icon: IconName; readonly tone?: Tone; readonly text: string }) {
  return (
    <span className={tone ? `state ${tone}` : 'state'}>
      <Icon name={icon} />
      {text}
    </span>
  )
}
