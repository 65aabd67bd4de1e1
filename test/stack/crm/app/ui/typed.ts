/** The text of a form's control. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** The text as it is to be stored; what the person left as it was keeps its line ends and blanks. */
export function edited(form: FormData, name: string, before: string | null | undefined): string | null {
  const value = typed(form, name)
  return before && value === before.replaceAll(/\r\n?/g, '\n') ? before : value.trim() || null
}
