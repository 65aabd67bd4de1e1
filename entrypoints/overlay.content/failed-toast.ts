import type { FailReason } from '../../lib/messages.ts'
import type { Problem, Status } from '../../lib/store/status.ts'
import { dyingToast, problemToast, setUpToast, signInToast, type ToastView } from './toast-view.ts'

const ofCrm = (code: Problem['code']): Problem => ({ code, provider: null, nextTryAt: null })

/** Why the command to sync was not obeyed. */
export function failedToast(reason: FailReason, status: Status, isOnline: boolean): ToastView {
  switch (reason) {
    case 'signed-out':
    case 'refused':
      return signInToast()
    case 'not-configured':
    case 'bad-key':
      return setUpToast()
    case 'not-set-up':
    case 'no-organization':
    case 'unavailable':
      return problemToast(status.problem?.code === reason ? status.problem : ofCrm(reason), status, isOnline)
    case 'gone':
    case 'died':
    case 'unexpected':
      return dyingToast()
  }
}
