import { word } from '../lib/words.ts'
import { BrandMark } from './brand-mark.tsx'
import { Button } from './button.tsx'

type AppHeaderProps = {
  /** `crm.acme.example · Acme`, or that nobody is signed in. */
  readonly place: string
  /** The name is the page's heading where the view below has none of its own. */
  readonly isHeading: boolean
  readonly onOptions: () => void
}

export function AppHeader({ place, isHeading, onOptions }: AppHeaderProps) {
  return (
    <header className="head">
      <BrandMark />
      <div className="grow">
        {isHeading ? (
          <h1 className="name" tabIndex={-1}>
            {word('app_name')}
          </h1>
        ) : (
          <div className="name">{word('app_name')}</div>
        )}
        <div className="xs muted cut">{place}</div>
      </div>
      <Button look="icon" icon="options" aria-label={word('options')} onClick={onOptions} />
    </header>
  )
}

/** The header of details: back arrow and the name of what is shown. */
export function DetailsHeader({
  title,
  more,
  onBack,
}: {
  readonly title: string
  readonly more: string
  readonly onBack: () => void
}) {
  return (
    <header className="head details">
      <Button look="icon" icon="back" aria-label={word('back')} onClick={onBack} />
      <div className="grow">
        <h1 className="name cut" tabIndex={-1}>
          <bdi>{title}</bdi>
        </h1>
        <div className="xs muted cut">{more}</div>
      </div>
    </header>
  )
}
