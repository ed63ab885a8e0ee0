/** Containers for journeys that begin after the booking: booked and numbered over the network, with numbers of their own. */
import { bookingApi } from '#booking/contract.ts'
import { containerCheckDigit } from '#kernel/container-number.ts'
import { trackingApi } from '#tracking/contract.ts'
import { trainApi } from '#train/contract.ts'
import { ENGRAVERS } from '../tools/demo/goods.ts'
import type { Office } from '../tools/demo/office.ts'

export const AT_ORIGIN = { place: 'CN-DONGJIA' } as const

export interface Booked {
  readonly containerId: string
  readonly containerNumber: string
  readonly sealNumber: string
}

/** One box on a train of the demo; `serial` is six digits that no other journey on this server takes. */
export async function bookContainer(office: Office, serial: string): Promise<Booked> {
  const { exporter, operator, broker } = office
  const { items } = await exporter.party.call(trainApi.listDepartures, {
    query: { bookable: 'true', limit: '100' },
  })
  const { containers } = await exporter.party.call(bookingApi.book, {
    body: {
      departureId: items.at(-1)!.id,
      brokerId: broker.organisationId as never,
      incoterm: 'DAP',
      consignee: { name: 'Journey Ltd', country: 'UZ', address: 'Tashkent' },
      lines: [{ equipmentType: '45G1', count: 1 }],
      cargo: [ENGRAVERS],
    },
  })
  const containerId = containers[0]!.id
  const unchecked = `LBJU${serial}`
  const containerNumber = `${unchecked}${containerCheckDigit(unchecked)}`
  const sealNumber = `CJ${serial}`
  await operator.party.call(bookingApi.assign, {
    params: { containerId },
    body: { containerNumber, sealNumber, ...AT_ORIGIN },
  })
  return { containerId, containerNumber, sealNumber }
}

/** A tracker of the operator's, with the secret it authenticates by. */
export async function registerTracker(
  { operator }: Office,
  device: { readonly phone: string; readonly terminalId: string },
): Promise<{ readonly trackerId: string; readonly secret: string }> {
  const { tracker, secret } = await operator.party.call(trackingApi.register, {
    body: { ...device, maker: 'LBSIM', model: 'SIM-1' },
  })
  return { trackerId: tracker.id, secret }
}

export async function bindTracker(
  { operator }: Office,
  trackerId: string,
  { containerId }: Booked,
): Promise<void> {
  await operator.party.call(trackingApi.bind, {
    params: { trackerId },
    body: { ...AT_ORIGIN, containerId: containerId as never },
  })
}
