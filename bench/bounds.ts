/** Rows of one Google page, and of one commit or begin. */
const page = 2500
const rowsPerCall = 2500
/** Writes of one batch. */
const batch = 50

const pages = (rows: number) => Math.max(1, Math.ceil(rows / page))
const calls = (rows: number) => Math.max(1, Math.ceil(rows / rowsPerCall))
const batches = (rows: number) => Math.ceil(rows / batch)

/** Consent falls between preview and run, whenever the person gives it: the run pulls both sides again. */
const consent = 2

/** How much of what a job is about. */
export type Amounts = {
  /** Linked, or to be linked. */
  readonly all: number
  /** Edited on each side. */
  readonly changed: number
  /** What a daily move of the window brings in. */
  readonly entering: number
}

/**
 * The least number of requests that each job was reckoned to need, both sides together: a page per 2,500 events, a
 * call per 2,500 rows, a batch per 50 writes. Where something is exported, one more for the lease, which begin takes.
 */
export const bounds = {
  /** List and pull, then commit; and the second look after the yes. */
  'first import': ({ all }) => pages(all) + 1 + calls(all) + consent,
  /** A pull and the lease, begin, batches, commit; and the second look. */
  'first export': ({ all }) => 2 + 2 * calls(all) + batches(all) + consent,
  /** The first sync after a first one reads back what that one wrote in the CRM, in one pull. */
  'after the import': () => 2,
  /** The same, and the new events come back from the calendar. */
  'after the export': ({ all }) => pages(all) + 1,
  'no change': () => 2,
  '1 % changed on both sides': ({ changed }) => 3 + 2 * calls(changed) + batches(changed),
  /** The refused cursor, everything from the calendar, the CRM's changes, one commit of what differs. */
  'cursor expired (410)': ({ all, changed }) => 1 + pages(all) + 1 + calls(changed),
  /** Everything from both sides, one commit of what came into the window. */
  'daily move of the window': ({ all, entering }) => pages(all) + 1 + calls(entering),
} satisfies Record<string, (amounts: Amounts) => number>

export type Job = keyof typeof bounds

/** A quarter more than the bound. */
export const budgetOf = (bound: number) => Math.floor(bound * 1.25)
