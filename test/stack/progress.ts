/** Prints lines with the time since the start: `  2.4 s  Postgres answers`. */
export function createProgress(write: (text: string) => void = (text) => void process.stdout.write(text)) {
  const start = performance.now()
  return (line: string) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6)
    write(`${seconds} s  ${line.replaceAll('\n', `\n${' '.repeat(10)}`)}\n`)
  }
}
