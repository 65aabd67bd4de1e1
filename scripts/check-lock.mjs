// Every optional platform package that a locked package names must itself be locked, else `npm ci` fails on that platform.
import fs from 'node:fs'

const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))

function isLocked(from, name) {
  for (let at = from; ; ) {
    const entry = packages[`${at ? `${at}/` : ''}node_modules/${name}`]
    if (entry) return Boolean(entry.version)
    if (!at) return false
    at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))
  }
}

const missing = Object.entries(packages).flatMap(([from, entry]) =>
  Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isLocked(from, name))
    .map((name) => `${from || '(root)'} -> ${name}`),
)
for (const line of missing) console.error(`not locked: ${line}`)
console.log(missing.length ? `${missing.length} missing` : 'lock complete')
process.exitCode = missing.length ? 1 : 0
