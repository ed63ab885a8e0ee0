/**
 * Runs as trains make them, for tests and the bench: running time varies little and by the season's wagons, dwell at a border much,
 * with a long tail and with congestion that lasts for weeks; some weekdays meet a longer queue. The same seed gives the same runs.
 */
import type { FinishedRun } from '#journey/eta/eta.ts'
import type { Section } from '#journey/section.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export type Dice = () => number

/** Uniform in [0, 1): the 32-bit generator of Numerical Recipes, enough for this. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Box–Muller. */
function normal(roll: Dice): number {
  return Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll())
}

/** `count` runs, one every two days from `firstMs` on, oldest first; borders take `dwellFactor` times what the plan says. */
export function realisticRuns(
  sections: readonly Section[],
  count: number,
  { seed = 1, firstMs = Date.UTC(2026, 0, 1), dwellFactor = 1 } = {},
): FinishedRun[] {
  const roll = dice(seed)
  // Congestion of each border, slowly wandering: a bad month stays bad for a while.
  const congestion = sections.map(() => 0)
  return Array.from({ length: count }, (_, index) => {
    const departedMs = firstMs + index * 2 * DAY_MS
    const weekday = new Date(departedMs).getUTCDay()
    // Coupled trains are slow or fast on the whole way.
    const pace = 1 + 0.05 * normal(roll)
    let ms = departedMs
    const times = [ms]
    for (const [at, section] of sections.entries()) {
      const planned = (section.toMinutes - section.fromMinutes) * MINUTE_MS
      congestion[at] = 0.8 * congestion[at]! + 0.25 * normal(roll)
      ms +=
        section.kind === 'rail'
          ? planned * Math.max(0.8, pace * (1 + 0.04 * normal(roll)))
          : planned *
            dwellFactor *
            Math.exp(0.4 * normal(roll) + congestion[at] + (weekday >= 5 ? 0.25 : 0))
      times.push(Math.round(ms))
    }
    return { weekday, times }
  })
}
