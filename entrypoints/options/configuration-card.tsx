import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Field } from '../../components/field.tsx'
import { send } from '../../lib/messages.ts'
import type { Configuration } from '../../lib/store/configuration.ts'
import { list, quote, word } from '../../lib/words.ts'
import { askHosts, hostPattern } from './ask-hosts.ts'
import { type FieldName, type Finding, failed, findingsOf } from './findings.ts'

const icons = { ok: 'check', muted: 'info', warn: 'warning', bad: 'warning' } as const

/** Where the CRM is: tried before it is saved, and what was typed stays whatever comes of it, except a secret key. */
export function ConfigurationCard({ saved }: { readonly saved: Configuration }) {
  const [values, setValues] = useState(saved)
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const [progress, setProgress] = useState<string | null>(null)

  const set = (field: FieldName) => (text: string) => {
    setValues({ ...values, [field]: text })
    setFindings([])
  }
  const problem = (field: FieldName) => findings.find((finding) => finding.field === field)?.text ?? null

  async function check() {
    const crm = hostPattern(values.crmUrl)
    const supabase = hostPattern(values.supabaseUrl)
    if (crm === null) return setFindings(findingsOf({ kind: 'bad-crm-url' }))
    if (supabase === null) return setFindings(findingsOf({ kind: 'bad-url' }))
    setFindings([])
    setProgress(
      word('opt_perm', list([...new Set([crm, supabase].map((pattern) => quote(new URL(pattern).hostname)))])),
    )
    const isAllowed = await askHosts([crm, supabase])
    if (!isAllowed) {
      setProgress(null)
      return setFindings([{ tone: 'bad', text: word('opt_denied') }])
    }
    setProgress(word('opt_trying'))
    const found = await answer(values)
    setProgress(null)
    setFindings(found.findings)
    if (found.isSecret) setValues({ ...values, publishableKey: '' })
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (progress === null) void check()
  }
  return (
    <form className="card" aria-labelledby="crm" onSubmit={submit}>
      <h2 className="h1" id="crm">
        {word('op_crm')}
      </h2>
      <Field
        label={word('op_crm_url')}
        hint={word('op_crm_hint')}
        problem={problem('crmUrl')}
        type="text"
        inputMode="url"
        autoComplete="url"
        spellCheck={false}
        value={values.crmUrl}
        onText={set('crmUrl')}
      />
      <Field
        label={word('op_sb')}
        problem={problem('supabaseUrl')}
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={values.supabaseUrl}
        onText={set('supabaseUrl')}
      />
      <Field
        label={word('op_key')}
        hint={word('op_key_hint')}
        problem={problem('publishableKey')}
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={values.publishableKey}
        onText={set('publishableKey')}
      />
      <div className="row wrap">
        <Button type="submit" look="primary" isBusy={progress !== null}>
          {word('op_check')}
        </Button>
        <span className="row wrap sm" role="status">
          {progress}
          {findings.map(({ tone, text, field }) =>
            field ? (
              <Chip key={text} icon="warning" tone="bad" text={word('opt_not_saved')} />
            ) : (
              <Chip key={text} icon={icons[tone]} tone={tone} text={text} />
            ),
          )}
        </span>
      </div>
    </form>
  )
}

/** What the background found out; a background that does not answer counts as failed. */
async function answer(
  values: Configuration,
): Promise<{ readonly findings: readonly Finding[]; readonly isSecret: boolean }> {
  try {
    const reply = await send('checkConfiguration', values)
    if (reply?.kind === 'checked') {
      return { findings: findingsOf(reply.check), isSecret: reply.check.kind === 'secret-key' }
    }
    return { findings: failed(reply?.kind === 'failed' ? reply.reason : 'unexpected'), isSecret: false }
  } catch {
    return { findings: failed('unexpected'), isSecret: false }
  }
}
