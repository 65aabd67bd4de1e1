/** Under the worker's 30 idle seconds. */
const everyMs = 20_000

/** Keeps the worker from being put to sleep while one bounded piece of work goes on; calling an API counts as activity. */
export async function keepAwake<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void chrome.runtime.getPlatformInfo(), everyMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
