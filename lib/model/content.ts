import type { Instant, PlainDate } from './time.ts'

/** When something takes place. The end of an all-day span is exclusive: one day is 10 to 11 March. */
export type Span =
  | { readonly kind: 'timed'; readonly start: Instant; readonly end: Instant }
  | { readonly kind: 'all-day'; readonly start: PlainDate; readonly end: PlainDate }

/** The fields both sides share, in canonical form: nothing else is ever compared or written. */
export type Content = {
  readonly title: string
  readonly description: string
  readonly location: string
  readonly time: Span
}

export type Field = keyof Content
export const fields = ['title', 'description', 'location', 'time'] as const satisfies readonly Field[]
export type Patch = Partial<Content>

export const isSameSpan = (a: Span, b: Span) => a.kind === b.kind && a.start === b.start && a.end === b.end

export function isSameField(field: Field, a: Content, b: Content): boolean {
  return field === 'time' ? isSameSpan(a.time, b.time) : a[field] === b[field]
}

export const isSameContent = (a: Content, b: Content) => fields.every((field) => isSameField(field, a, b))
