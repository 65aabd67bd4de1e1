import type { FailReason } from '../lib/messages.ts'
import { word } from '../lib/words.ts'

/** What to tell a person whose command failed: what happened, what is safe, what to do. */
export function failureWords(reason: FailReason): string {
  switch (reason) {
    case 'refused':
      return word('signin_refused')
    case 'signed-out':
      return word('signin_ended')
    case 'not-configured':
      return word('fail_config')
    case 'not-set-up':
      return `${word('st_setup')}. ${word('st_setup_more')}`
    case 'no-organization':
      return `${word('st_org')}. ${word('st_org_more')}`
    case 'unavailable':
      return `${word('st_crm_down')}. ${word('t_nothing')}`
    case 'gone':
      return word('fail_gone')
    case 'bad-key':
      return word('opt_bad_key')
    case 'died':
      return word('r_dying')
    case 'unexpected':
      return word('fail_other')
  }
}
