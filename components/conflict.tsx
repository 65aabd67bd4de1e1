import { type Field, fields, type Span } from '../lib/model/content.ts'
import type { NeedView } from '../lib/store/views.ts'
import { clock, providerName, quote, startOf, word } from '../lib/words.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { DialogView } from './dialog-view.tsx'

type ConflictNeed = Extract<NeedView, { kind: 'conflict' }>
type Side = 'crm' | 'calendar'

type ConflictProps = {
  readonly need: ConflictNeed
  readonly busy: Side | null
  readonly failure: string | null
  readonly onTake: (side: Side) => void
  readonly onLater: () => void
}

const fieldName: Record<Field, () => string> = {
  title: () => word('field_title'),
  description: () => word('field_description'),
  location: () => word('field_location'),
  time: () => word('field_time'),
}

/** The same fields were edited on both sides: both versions, and one side to take. */
export function Conflict({ need, busy, failure, onTake, onLater }: ConflictProps) {
  const provider = providerName[need.provider]
  return (
    <DialogView
      title={word('cf_title', quote(need.title))}
      lead={`${startOf(need.start)} · ${word('cf_lead')}`}
      onClose={onLater}
      footer={
        <>
          <Button look="quiet" isLarge onClick={onLater}>
            {word('cf_later')}
          </Button>
          <Button isLarge isBusy={busy === 'crm'} onClick={() => onTake('crm')}>
            {word('cf_all_crm')}
          </Button>
          <Button isLarge isBusy={busy === 'calendar'} onClick={() => onTake('calendar')}>
            {word('cf_all_cal', provider)}
          </Button>
        </>
      }
    >
      {failure !== null && (
        <Banner tone="bad" isAlert>
          {failure}
        </Banner>
      )}
      {fields
        .filter((field) => need.fields.includes(field))
        .map((field) => (
          <Difference key={field} need={need} field={field} provider={provider} />
        ))}
    </DialogView>
  )
}

function Difference({
  need,
  field,
  provider,
}: {
  readonly need: ConflictNeed
  readonly field: Field
  readonly provider: string
}) {
  const values = need.values?.[field]
  return (
    <section className="col near" aria-label={fieldName[field]()}>
      <div className="row between">
        <h2 className="sm b">{fieldName[field]()}</h2>
        {values && <span className="sm muted was">{word('cf_was', valueText(values.base))}</span>}
      </div>
      {values && (
        <dl className="sides">
          <Version side={word('cf_crm')} value={values.crm} />
          <Version side={provider} value={values.calendar} />
        </dl>
      )}
    </section>
  )
}

function Version({ side, value }: { readonly side: string; readonly value: unknown }) {
  return (
    <div className="version">
      <dt className="xs muted b">{side}</dt>
      <dd className="sm fold">
        <bdi>{valueText(value)}</bdi>
      </dd>
    </div>
  )
}

const isSpan = (value: unknown): value is Span =>
  typeof value === 'object' && value !== null && 'kind' in value && 'start' in value && 'end' in value

/** A field's value as a person reads it. */
function valueText(value: unknown): string {
  if (isSpan(value)) {
    return value.kind === 'timed' ? word('span', startOf(value.start), endOf(value)) : startOf(value.start)
  }
  return typeof value === 'string' && value !== '' ? value : word('cf_empty')
}

const endOf = ({ start, end }: Span) => (start.slice(0, 10) === end.slice(0, 10) ? clock(end) : startOf(end))
