import { useSyncExternalStore } from 'react'
import { Icon, type IconName } from '../../components/icon.tsx'
import type { Overlay } from './create-overlay.ts'
import type { Store } from './overlay-state.ts'

type PageGroupProps = { readonly overlay: Overlay; readonly name: string; readonly isCompact: Store<boolean> }

/** Our buttons among the CRM's own: one group, 36 pixels high, drawn the same in every CRM. */
export function PageGroup({ overlay, name, isCompact: compact }: PageGroupProps) {
  const { group } = useSyncExternalStore(overlay.view.subscribe, overlay.view.get)
  const isCompact = useSyncExternalStore(compact.subscribe, compact.get)
  const manage = () => void overlay.press('manage')
  return (
    <div className={isCompact ? 'ui group compact' : 'ui group'} role="group" aria-label={name}>
      <SmallMark />
      {group.kind === 'connect' ? (
        <GroupButton
          label={group.connect}
          icon={isCompact ? 'plug' : null}
          isCompact={isCompact}
          onClick={() => void overlay.press('connect')}
        />
      ) : (
        <>
          <GroupButton
            label={group.sync}
            icon={group.why ? 'people' : 'sync'}
            isCompact={isCompact}
            isBusy={group.isSyncing}
            why={group.why}
            onClick={() => void overlay.pressSync()}
          />
          <GroupButton
            label={group.manage}
            icon={isCompact ? 'options' : null}
            isCompact={isCompact}
            onClick={manage}
          />
          {group.needs && (
            <GroupButton
              label={group.needs.label}
              icon="warning"
              isCompact={isCompact}
              count={group.needs.count}
              onClick={manage}
            />
          )}
        </>
      )}
    </div>
  )
}

type GroupButtonProps = {
  readonly label: string
  readonly icon: IconName | null
  readonly isCompact: boolean
  readonly isBusy?: boolean
  /** Why it cannot be used here; pressing it says so. */
  readonly why?: string | null
  /** How many things wait; stays visible where the words do not. */
  readonly count?: number
  readonly onClick: () => void
}

function GroupButton({ label, icon, isCompact, isBusy = false, why = null, count, onClick }: GroupButtonProps) {
  return (
    <button
      type="button"
      className={count ? 'needs' : undefined}
      aria-label={isCompact ? label : undefined}
      aria-busy={isBusy || undefined}
      aria-disabled={why !== null || undefined}
      title={why ?? (isCompact ? label : undefined)}
      onClick={onClick}
    >
      {icon && <Icon name={icon} isSpinning={isBusy} />}
      <bdi className="lbl">{label}</bdi>
      {isCompact && count}
    </button>
  )
}

/** The mark drawn apart for 16 pixels. */
const SmallMark = () => (
  <span className="brand">
    <svg
      viewBox="0 0 16 16"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path fill="var(--accent)" d="M4 3h8a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3H4a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z" />
      <path stroke="var(--accent)" strokeWidth="2" d="M5 2v1M11 2v1" />
      <path stroke="var(--on-accent)" strokeWidth="1.5" d="M4.2 7.75h7.6L9.5 5.75M11.8 10.25H4.2l2.3 2" />
    </svg>
  </span>
)
