import { matchesAddress, type PageSettings } from './page-settings.ts'
import { isAdd, isAddAppointment, isAppointmentsHeading } from './words-of-a-crm.ts'

/** Where our buttons go: right before a button of the CRM, or right after a heading that has no buttons beside it. */
export type Place = { readonly anchor: Element; readonly side: 'before' | 'after' }

const headings = 'h1, h2, h3, [role=heading]'
const buttons = 'button, a[href], [role=button], input[type=button], input[type=submit]'
/** A dialog or a menu that names appointments is not the page; a link in the sidebar is on every page. */
const elsewhere = 'dialog, nav, [role=dialog], [role=alertdialog], [aria-modal=true], [role=navigation], [role=menu]'
/** Buttons glued together would come apart around us; we go before the whole. */
const glued = '[role=group], [class*=btn-group], [class*=button-group], [class*=ButtonGroup]'
/** How far above its heading a toolbar may begin. */
const toolbarLevels = 3

/** null: this is not an Appointments page. Reads the page, changes nothing. */
export function findPlace(page: Document, settings: PageSettings, href: string): Place | null {
  if (settings.address && !matchesAddress(settings.address, href)) return null
  if (settings.anchors.length > 0) {
    const own = settings.anchors.map((selector) => first(page, selector)).find((element) => element !== undefined)
    return own ? before(own) : null
  }
  const button = first(page, buttons, (element) => isAddAppointment(nameOf(element)))
  if (button) return before(button)
  const heading =
    first(page, headings, (element) => isAppointmentsHeading(nameOf(element))) ??
    // The settings' address already said what this page is, so any title will do.
    (settings.address ? first(page, headings) : undefined)
  return heading ? besideHeading(heading) : null
}

function first(
  page: Document,
  selector: string,
  isIt: (element: Element) => boolean = () => true,
): Element | undefined {
  return queryAll(page, selector).find((element) => isIt(element) && !element.closest(elsewhere) && isVisible(element))
}

/** A selector that a person mistyped finds nothing. */
function queryAll(page: Document, selector: string): Element[] {
  try {
    return [...page.querySelectorAll(selector)]
  } catch {
    return []
  }
}

const isVisible = (element: Element) => element.checkVisibility({ visibilityProperty: true })

const nameOf = (element: Element) =>
  element.getAttribute('aria-label') ??
  (element instanceof HTMLInputElement ? element.value : (element.textContent ?? ''))

const before = (anchor: Element): Place => ({ anchor: anchor.closest(glued) ?? anchor, side: 'before' })

/** The primary button in the heading's own row: one named `Schedule` or `New`, else the last. */
function besideHeading(heading: Element): Place {
  const row = heading.getBoundingClientRect()
  let around = heading.parentElement
  for (let level = 0; around && around !== around.ownerDocument.body && level < toolbarLevels; level++) {
    const beside = [...around.querySelectorAll(buttons)].filter((button) => {
      const box = button.getBoundingClientRect()
      const middle = (box.top + box.bottom) / 2
      return middle >= row.top - 8 && middle <= row.bottom + 8 && !heading.contains(button) && isVisible(button)
    })
    const primary = beside.find((button) => isAdd(nameOf(button))) ?? beside.at(-1)
    if (primary) return before(primary)
    around = around.parentElement
  }
  return { anchor: heading, side: 'after' }
}
