/** Trains for journeys at the screens: scheduled over the network, by the operator of the demo. */
import type { z } from 'zod'
import { trainApi, type NewDeparture } from '#train/contract.ts'
import { timesBefore } from '#train/train.ts'
import type { Office } from '../tools/demo/office.ts'

const DAY_MS = 86_400_000

/** On the demo's line to Uzbekistan, in twenty days. */
export async function scheduleTrain(
  { operator }: Office,
  train: Pick<z.input<typeof NewDeparture>, 'trainNumber' | 'capacityTeu'> &
    Partial<z.input<typeof NewDeparture>>,
): Promise<string> {
  const { call } = operator.party
  const { items } = await call(trainApi.listServices, { query: { limit: '100' } })
  const line = items.find(({ destination }) => destination.startsWith('UZ'))!
  const body = { ...timesBefore(Date.now() + 20 * DAY_MS), ...train, serviceId: line.id }
  const { id } = await call(trainApi.createDeparture, { body })
  return id
}
