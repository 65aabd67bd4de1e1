import { describe, expect, test } from 'vitest'
import { oneFlowAtATime } from '../../lib/auth/launch.ts'

/** Flows that end when told to. */
function hands() {
  const running: { interactive: boolean; end: (redirect: string) => void }[] = []
  const launch = oneFlowAtATime(
    ({ interactive }) => new Promise((resolve) => running.push({ interactive, end: resolve })),
  )
  return { running, launch: (interactive: boolean) => launch({ url: 'about:blank', interactive }) }
}
const settle = () => new Promise((resolve) => setTimeout(resolve))

describe('flows', () => {
  test('without a window follow one another', async () => {
    const { running, launch } = hands()
    const [first, second] = [launch(false), launch(false)]
    await settle()
    expect(running).toHaveLength(1)
    running[0]?.end('one')
    expect(await first).toBe('one')
    await settle()
    running[1]?.end('two')
    expect(await second).toBe('two')
  })

  test('fail at once while the person has a window open', async () => {
    const { running, launch } = hands()
    const open = launch(true)
    await settle()
    await expect(launch(false)).rejects.toThrow('Only one web auth flow is allowed at a time.')
    await expect(launch(true)).rejects.toThrow('Only one web auth flow is allowed at a time.')
    running[0]?.end('done')
    await open
    const next = launch(false)
    await settle()
    running[1]?.end('next')
    expect(await next).toBe('next')
  })

  test('with a window wait for a silent one to end', async () => {
    const { running, launch } = hands()
    const silent = launch(false)
    const open = launch(true)
    await settle()
    expect(running.map(({ interactive }) => interactive)).toEqual([false])
    running[0]?.end('silent')
    await silent
    await settle()
    running[1]?.end('open')
    expect(await open).toBe('open')
  })
})
