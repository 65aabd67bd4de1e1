import type { ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import type { ContentScriptContext } from 'wxt/utils/content-script-context'
import { createShadowRootUi } from 'wxt/utils/content-script-ui/shadow-root'
import css from './overlay.css?inline'

/**
 * What the CRM must not hear from us: a click would open the row below, a pointer or focus outside closes its dialogs
 * (https://github.com/radix-ui/primitives/issues/2055), a key is one of its shortcuts.
 */
const ours = `click dblclick auxclick contextmenu pointerdown pointerup pointermove pointerover pointerout pointercancel
  mousedown mouseup mousemove mouseover mouseout touchstart touchmove touchend touchcancel keydown keyup keypress
  beforeinput input change focusin focusout wheel copy cut paste dragstart drag dragenter dragover dragleave dragend drop`.split(
  /\s+/,
)

export type Host = { readonly element: HTMLElement; readonly shadow: ShadowRoot }

/** Draws inside an element of ours, in which no rule, script event or font size of the CRM counts. Not in the page yet. */
export async function createHost(
  ctx: ContentScriptContext,
  name: string,
  part: 'group' | 'layer',
  lang: string,
  content: ReactNode,
): Promise<Host> {
  const parking = document.createDocumentFragment()
  const ui = await createShadowRootUi<Root>(ctx, {
    name,
    css,
    mode: 'open',
    position: 'inline',
    append: (_, element) => parking.append(element),
    onMount: (container) => {
      container.lang = lang
      const root = createRoot(container)
      root.render(content)
      return root
    },
    onRemove: (root) => root?.unmount(),
  })
  const element = ui.shadowHost
  element.dataset.part = part
  for (const type of ours) element.addEventListener(type, (event) => event.stopPropagation(), { passive: true })
  ui.mount()
  return { element, shadow: ui.shadow }
}
