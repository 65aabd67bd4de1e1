import { useId } from 'react'
import type { PreviewView } from '../lib/store/views.ts'
import { number, plural, providerName, quote, startOf, word } from '../lib/words.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { Choice } from './choice.tsx'
import { DialogView } from './dialog-view.tsx'
import { Sentence } from './sentence.tsx'

type DoubtfulPair = PreviewView['doubtful'][number]

type PreviewProps = {
  readonly preview: PreviewView
  /** Doubtful pairs that the person keeps apart; the others are linked. */
  readonly apart: readonly string[]
  readonly isBusy: boolean
  /** The sentence about the last try. */
  readonly failure: string | null
  readonly onApart: (ids: readonly string[]) => void
  readonly onStart: (link: readonly string[]) => void
  readonly onLater: () => void
}

/** What the first sync would do. Nothing happens without Start. */
export function Preview({ preview, apart, isBusy, failure, onApart, onStart, onLater }: PreviewProps) {
  const provider = providerName[preview.provider]
  const linked = preview.doubtful.map(({ id }) => id).filter((id) => !apart.includes(id))
  const pairsId = useId()
  const start = () => onStart(linked)
  const keep = (id: string, isApart: boolean) =>
    onApart([...apart.filter((each) => each !== id), ...(isApart ? [id] : [])])
  return (
    <DialogView
      title={word('pv_title', provider)}
      lead={`${quote(preview.email)} · ${word('pv_window')}`}
      onPrimary={start}
      onClose={onLater}
      footer={
        <>
          <span className="note line">{word('pv_none')}</span>
          <Button isLarge onClick={onLater}>
            {word('not_now')}
          </Button>
          <Button look="primary" isLarge isBusy={isBusy} onClick={start}>
            {word('start')}
          </Button>
        </>
      }
    >
      {failure !== null && (
        <Banner tone="bad" isAlert>
          {failure}
        </Banner>
      )}
      {preview.grownBy > 0 && <Banner tone="warn">{plural('pv_new', preview.grownBy)}</Banner>}
      <dl className="stats">
        <Stat label={word('pv_crm')} count={preview.toCrm} />
        <Stat label={word('pv_cal', provider)} count={preview.toCalendar} />
        <Stat label={word('pv_linked')} count={preview.linked} />
        <Stat label={word('pv_pairs')} count={preview.doubtful.length} />
        <Stat label={word('pv_deleted')} count={preview.deletions} />
        <Stat label={word('pv_mails')} count={preview.mails} />
      </dl>
      {preview.toCrm > 0 && (
        <Banner tone="info">
          <b>
            <Sentence text={readers(preview)} />
          </b>
        </Banner>
      )}
      {preview.doubtful.length > 0 && (
        <section className="col" aria-labelledby={pairsId}>
          <h2 className="sm b" id={pairsId}>
            {plural('pv_pair_q', preview.doubtful.length)}
          </h2>
          {preview.doubtful.map((pair) => (
            <Pair key={pair.id} pair={pair} provider={provider} isApart={apart.includes(pair.id)} onChoose={keep} />
          ))}
          <p className="xs muted">{word('pv_pair_more', provider)}</p>
        </section>
      )}
    </DialogView>
  )
}

const readers = ({ readers, toCrm }: PreviewView) =>
  readers.kind === 'organization'
    ? plural('pv_readers_org', toCrm, quote(readers.name))
    : plural('pv_readers_all', toCrm)

function Stat({ label, count }: { readonly label: string; readonly count: number }) {
  return (
    <div className={count === 0 ? 'zero' : undefined}>
      <dt>{label}</dt>
      <dd>{number(count)}</dd>
    </div>
  )
}

const titles = ({ title, crmTitle = title }: DoubtfulPair, provider: string) =>
  crmTitle === title ? quote(title) : word('pv_pair_titles', quote(crmTitle), quote(title), provider)

type PairProps = {
  readonly pair: DoubtfulPair
  readonly provider: string
  readonly isApart: boolean
  readonly onChoose: (id: string, isApart: boolean) => void
}

/** Two at the same time whose titles are alike but not the same. */
function Pair({ pair, provider, isApart, onChoose }: PairProps) {
  const name = useId()
  return (
    <fieldset className="plain col">
      <legend className="sm">
        <Sentence text={titles(pair, provider)} /> <span className="muted">· {startOf(pair.start)}</span>
      </legend>
      <div className="sides">
        <Choice name={name} label={word('pv_link')} isChosen={!isApart} onChoose={() => onChoose(pair.id, false)} />
        <Choice name={name} label={word('pv_both')} isChosen={isApart} onChoose={() => onChoose(pair.id, true)} />
      </div>
    </fieldset>
  )
}
