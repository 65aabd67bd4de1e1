import { expect, test } from 'vitest'
import { createQueue } from './queue.ts'

test('a task starts only after the one before it ended, also when that failed', async () => {
  const queue = createQueue()
  const steps: string[] = []
  const task = (name: string, fails = false) =>
    queue(async () => {
      steps.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      steps.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([task('a'), task('b', true), task('c')])
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
