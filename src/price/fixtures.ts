/** For tests and the demo: a rate sheet as an operator writes it. */
import type { Currency } from '#kernel/money.ts'
import type { Caller } from '#platform/testing/http.ts'
import { NewRateSheet } from '#price/contract.ts'
import type { StationCode } from '#kernel/station.ts'

const TERMS = {
  surcharges: [
    { kind: 'fuel', touches: 'all', price: { by: 'share', basisPoints: 725 } },
    {
      kind: 'documents',
      touches: 'all',
      price: { by: 'amount', basis: 'booking', priceMinor: 3_500 },
    },
    {
      kind: 'reefer',
      touches: 'reefer',
      price: { by: 'amount', basis: 'container', priceMinor: 40_000 },
    },
  ],
  extras: [
    { kind: 'pick_up', basis: 'container', priceMinor: 15_000 },
    { kind: 'lashing', basis: 'container', priceMinor: 6_000 },
    { kind: 'storage', basis: 'container_day', priceMinor: 800 },
  ],
  fees: [
    {
      fee: 'cancellation',
      hoursBefore: 72,
      price: { by: 'amount', basis: 'booking', priceMinor: 0 },
    },
    { fee: 'cancellation', hoursBefore: 0, price: { by: 'share', basisPoints: 2_000 } },
    { fee: 'cancellation', hoursBefore: null, price: { by: 'share', basisPoints: 5_000 } },
    {
      fee: 'amendment',
      hoursBefore: null,
      price: { by: 'amount', basis: 'booking', priceMinor: 2_000 },
    },
    { fee: 'no_show', hoursBefore: null, price: { by: 'share', basisPoints: 10_000 } },
  ],
}

/** Such a sheet of this operator's, for sale. */
export async function publishSheet(
  operator: Pick<Caller, 'post'>,
  lane: Parameters<typeof newRateSheet>[0],
  changes: Parameters<typeof newRateSheet>[1] = {},
): Promise<void> {
  const { body } = await operator.post<{ id: string }>(
    '/api/rate-sheets',
    newRateSheet(lane, changes),
  )
  await operator.post(`/api/rate-sheets/${body.id}/publish`)
}

/** Two types of boxes on one lane, with everything a sheet can hold; whole numbers that are easy to add up. */
export function newRateSheet(
  lane: { readonly origin: StationCode; readonly destination: StationCode },
  changes: Record<string, unknown> = {},
): NewRateSheet {
  const { origin, destination } = lane
  const rate = (equipmentType: string, owner: string, priceMinor: number) => ({
    origin,
    destination,
    equipmentType,
    owner,
    priceMinor,
  })
  return NewRateSheet.parse({
    title: '济南—塔什干 公开运价',
    currency: 'USD' as Currency,
    customerId: null,
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
    quoteHours: 48,
    rates: [
      rate('22G1', 'operator', 210_000),
      rate('45G1', 'operator', 400_000),
      rate('45G1', 'shipper', 360_000),
      rate('45R1', 'operator', 650_000),
    ],
    ...TERMS,
    ...changes,
  })
}
