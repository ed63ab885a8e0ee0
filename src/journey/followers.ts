/**
 * Follows the steps people take, what trackers see and what lists say: each makes the container's estimate anew, and an arrival may finish a run.
 * Outside their transactions, exactly once, in order.
 */
import { stepTaken } from '#booking/contract.ts'
import type { Clock } from '#platform/clock.ts'
import type { Follower } from '#platform/outbox.ts'
import { listTaken } from '#tracking/list-contract.ts'
import { getDepartures } from '#train'
import { expect, keepFinishedRun } from '#journey/eta/expecting.ts'
import { tellFleet } from '#journey/fleet/fleet-store.ts'
import { readLists } from '#journey/watching.ts'
import { milestoneSeen } from '#journey/way-contract.ts'

/** From these on the journey, or its plan, is another one; in the yard nothing moves it. */
const TELLING = new Set([
  'booked',
  'rolled_over',
  'departed',
  'border_arrived',
  'transshipped',
  'arrived',
])

export function journeyFollower(clock: Clock): Follower {
  return {
    name: 'journey.estimates',
    follows: [stepTaken, milestoneSeen, listTaken],
    async handle(tx, { kind, payload, at }) {
      if (kind === listTaken.kind) {
        for (const id of listTaken.payload.parse(payload).containerIds)
          await readLists(tx, id, clock())
        return
      }
      if (kind === milestoneSeen.kind) {
        const { containerId } = milestoneSeen.payload.parse(payload)
        return expect(tx, containerId, { now: clock(), because: 'seen' })
      }
      const { containerId, departureId, event } = stepTaken.payload.parse(payload)
      if (!TELLING.has(event)) return
      if (event === 'arrived') {
        const departure = (await getDepartures(tx, [departureId], at)).get(departureId)
        if (departure) await keepFinishedRun(tx, departure)
      }
      await expect(tx, containerId, { now: clock(), because: 'step' })
    },
  }
}

/** Whoever looks at the fleet is told of every step; what an estimate changes is told where it is kept. */
export const fleetFollower: Follower = {
  name: 'journey.fleet',
  follows: [stepTaken],
  async handleAll(tx, events) {
    const taken = events.map(({ payload }) => stepTaken.payload.parse(payload).containerId)
    await tellFleet(tx, [...new Set(taken)])
  },
}
