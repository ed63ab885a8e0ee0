/** A clock for tests: stands still until told to move. */
import type { Clock } from '#platform/clock.ts'

export interface TestClock extends Clock {
  advance(minutes: number): void
}

export function testClock(start = '2026-03-02T08:00:00Z'): TestClock {
  let now = new Date(start)
  const clock = () => now
  return Object.assign(clock, {
    advance(minutes: number) {
      now = new Date(now.getTime() + minutes * 60_000)
    },
  })
}
