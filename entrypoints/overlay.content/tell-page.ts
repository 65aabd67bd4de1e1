/**
 * Tells the CRM that appointments changed under it, so that it can read its list anew: docs/crm-page.md.
 * Carries no data. Answers whether the CRM said with `preventDefault()` that it does so.
 */
export function tellPage(page: Document): boolean {
  const event = new CustomEvent('calendar-sync:changed', {
    bubbles: true,
    composed: true,
    cancelable: true,
    detail: {},
  })
  return !page.dispatchEvent(event)
}
