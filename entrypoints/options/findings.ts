import { failureWords } from '../../components/failure-words.ts'
import type { Check, FailReason } from '../../lib/messages.ts'
import { quote, word } from '../../lib/words.ts'

export type FieldName = 'crmUrl' | 'supabaseUrl' | 'publishableKey'

/** One thing that was found out, in words; `field` where it is about one of the inputs. */
export type Finding = {
  readonly tone: 'ok' | 'muted' | 'warn' | 'bad'
  readonly text: string
  readonly field?: FieldName
}

export function findingsOf(check: Check): readonly Finding[] {
  switch (check.kind) {
    case 'saved':
      return [
        { tone: 'ok', text: word('opt_saved') },
        { tone: 'ok', text: word('opt_works') },
        check.hasTables ? { tone: 'ok', text: word('opt_tables') } : { tone: 'warn', text: word('opt_no_tables') },
        check.organization === null
          ? { tone: 'muted', text: word('opt_no_org') }
          : { tone: 'ok', text: word('opt_org', quote(check.organization)) },
      ]
    case 'bad-url':
      return [{ tone: 'bad', text: word('opt_bad_url'), field: 'supabaseUrl' }]
    case 'bad-crm-url':
      return [{ tone: 'bad', text: word('opt_bad_crm'), field: 'crmUrl' }]
    case 'bad-key':
      return [{ tone: 'bad', text: word('opt_bad_key'), field: 'publishableKey' }]
    case 'secret-key':
      return [{ tone: 'bad', text: word('opt_secret'), field: 'publishableKey' }]
    case 'unavailable':
      return [{ tone: 'bad', text: word('opt_down'), field: 'supabaseUrl' }]
  }
}

export const failed = (reason: FailReason): readonly Finding[] => [{ tone: 'bad', text: failureWords(reason) }]
