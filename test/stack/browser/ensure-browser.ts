import { findBrowser } from './find-browser.ts'

/** Finds or installs the browser once, before several tests at a time would look for one; says which it is. */
const { path, version } = await findBrowser({ onProgress: console.log })
console.log(`${version} at ${path}`)
