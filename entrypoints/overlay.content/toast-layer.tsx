import { useSyncExternalStore } from 'react'
import { Live } from '../../components/live.tsx'
import type { Overlay } from './create-overlay.ts'
import { Toast } from './toast.tsx'

type ToastLayerProps = {
  readonly overlay: Overlay
  readonly name: string
  readonly closeLabel: string
  /** Gives the focus back to the group when the toast that had it closes. */
  readonly onClose: () => void
}

/** The toast and the regions that speak for it, which stand empty before there is anything to say. */
export function ToastLayer({ overlay, name, closeLabel, onClose }: ToastLayerProps) {
  const { toast, spoken } = useSyncExternalStore(overlay.view.subscribe, overlay.view.get)
  const isAlert = toast?.isAlert ?? false
  return (
    <div className="ui layer">
      <Live spoken={{ text: isAlert ? '' : spoken, isStep: toast?.progress != null }} />
      <div className="vh" role="alert">
        {isAlert && spoken}
      </div>
      {toast && (
        <Toast
          view={toast}
          name={name}
          closeLabel={closeLabel}
          onAction={(action) => {
            onClose()
            void overlay.press(action)
          }}
        />
      )}
    </div>
  )
}
