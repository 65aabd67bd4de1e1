export type Cell = string | number

/** Plain text columns: the first to the left, numbers and the rest to the right. */
export function printTable(title: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const texts = [heads, ...rows.map((row) => row.map((cell) => textOf(cell)))]
  const widths = heads.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)))
  console.log(`\n${title}`)
  for (const row of texts) {
    const cells = row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
    console.log(`  ${cells.join('  ').trimEnd()}`)
  }
}

const textOf = (cell: Cell) =>
  typeof cell === 'number' ? cell.toLocaleString('en', { maximumFractionDigits: 2 }) : cell

/** Thousands of bytes, one decimal below ten. */
export const kB = (bytes: number) => Number((bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0))

export const ms = (value: number) => Number(value.toFixed(value < 10 ? 1 : 0))
