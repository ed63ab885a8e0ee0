/** Every party of the demo signed in and at its desk, and the steps each takes on a container, in the order of the trade. */
import { acceptInvitation, createOrganisation, getSession, signIn } from '#identity/contract.ts'
import { departureApi } from '#booking/departure-contract.ts'
import { bookingApi, type NewBooking } from '#booking/contract.ts'
import { customsApi } from '#customs/contract.ts'
import { containerCheckDigit } from '#kernel/container-number.ts'
import { timestampIn } from '#kernel/time.ts'
import { wagonCheckDigit } from '#kernel/wagon-number.ts'
import { handOverApi } from '#journey/contract.ts'
import { railApi, trackingApi } from '#tracking/contract.ts'
import { warehouseApi } from '#warehouse/contract.ts'
import type { z } from 'zod'
import { party, type Party, type Send } from './client.ts'
import { creditCodeOf, DEMO_PARTIES, emailOf, type DemoPartyKey } from './parties.ts'
import type { DemoTracker } from './account.ts'

export interface Seat {
  readonly organisationId: string
  readonly party: Party
}
export type Office = Readonly<Record<DemoPartyKey, Seat>>

/** Signs every party in with the demo's password. */
export async function openOffice(send: Send, password: string): Promise<Office> {
  const seats = await Promise.all(
    DEMO_PARTIES.map(async ({ key }) => [key, await takeSeat(send, key, password)] as const),
  )
  return Object.fromEntries(seats) as Office
}

async function takeSeat(send: Send, key: string, password: string): Promise<Seat> {
  const caller = party(send)
  await caller.call(signIn, { body: { email: emailOf(key), password } })
  const { organisation } = await caller.call(getSession)
  return { organisationId: organisation.id, party: caller }
}

/** The platform registers each party; its administrator accepts the invitation, as at a real opening. */
export async function registerParties(
  platform: Party,
  send: Send,
  password: string,
): Promise<void> {
  for (const { key, kind, names, country, registration, person, ...more } of DEMO_PARTIES) {
    const number =
      typeof registration === 'string'
        ? { registrationNumber: registration }
        : { creditCode: creditCodeOf(registration) }
    const { token } = await platform.call(createOrganisation, {
      body: {
        organisation: { kind, names, country, ...number, ...more },
        administratorEmail: emailOf(key),
      },
    })
    await party(send).call(acceptInvitation, { body: { token, name: person, password } })
  }
}

let serial = 100_000
/** Numbers of a demo owner that owns no boxes; the check digits are right, as a clerk would type them. */
const nextSerial = (): string => String((serial += 7))

export function containerNumber(): string {
  const unchecked = `LBDU${nextSerial()}`
  return `${unchecked}${containerCheckDigit(unchecked)}`
}

export const chineseWagon = (): string => `5${nextSerial()}`
export function broadGaugeWagon(): string {
  const unchecked = `9${nextSerial()}`
  return `${unchecked}${wagonCheckDigit(unchecked)}`
}
export const sealNumber = (): string => `CN${nextSerial()}`

/** A clock's reading at a station, and the moment itself. */
export interface Moment {
  readonly at: string
  readonly place: string
}
export const moment = (ms: number, place: string, timeZone = 'Asia/Shanghai'): Moment => ({
  at: timestampIn(ms, timeZone),
  place,
})

export async function book(
  office: Office,
  who: 'exporter' | 'exporter2',
  order: z.input<typeof NewBooking>,
) {
  const { containers } = await office[who].party.call(bookingApi.book, { body: order })
  return containers.map(({ id }) => id as string)
}

/** Gives the box its number and its seal; the warehouse will be asked for the same seal. */
export async function assign(office: Office, containerId: string, when: Moment): Promise<string> {
  const seal = sealNumber()
  await office.operator.party.call(bookingApi.assign, {
    params: { containerId },
    body: { containerNumber: containerNumber(), sealNumber: seal, ...when },
  })
  return seal
}

export async function fitTracker(
  office: Office,
  containerId: string,
  when: Moment,
): Promise<DemoTracker> {
  const device = { phone: `139${nextSerial()}00`, terminalId: `LB${nextSerial()}` }
  const { tracker, secret } = await office.operator.party.call(trackingApi.register, {
    body: { ...device, maker: 'LBSIM', model: 'SIM-1' },
  })
  await office.operator.party.call(trackingApi.bind, {
    params: { trackerId: tracker.id },
    body: { containerId: containerId as never, ...(when as { at: never; place: never }) },
  })
  return { ...device, authCode: secret, containerId }
}

/** Received, stuffed, weighed and sealed, as far as `upTo`. */
export async function stuff(
  office: Office,
  containerId: string,
  seal: string,
  moments: readonly [Moment, Moment, Moment, Moment],
  grossMassKg: number,
): Promise<void> {
  const call = office.warehouse.party.call
  const params = { containerId }
  await call(warehouseApi.receive, { params, body: moments[0] })
  await call(warehouseApi.stuff, { params, body: moments[1] })
  await call(warehouseApi.weigh, { params, body: { ...moments[2], grossMassKg } })
  await call(warehouseApi.seal, { params, body: { ...moments[3], sealNumber: seal } })
}

export async function declare(
  office: Office,
  containerId: string,
  declarationNumber: string,
  when: Moment,
) {
  await office.broker.party.call(customsApi.declare, {
    params: { containerId },
    body: { ...when, declarationNumber },
  })
}

export async function release(office: Office, containerId: string, when: Moment): Promise<void> {
  await office.customs.party.call(customsApi.release, { params: { containerId }, body: when })
}

export async function loadAndDepart(
  office: Office,
  departureId: string,
  containerIds: readonly string[],
  moments: readonly [Moment, Moment],
): Promise<void> {
  const loads = containerIds.map((containerId) => ({
    containerId: containerId as never,
    wagonNumber: chineseWagon(),
  }))
  const params = { departureId }
  await office.operator.party.call(departureApi.load, { params, body: { loads, ...moments[0] } })
  await office.operator.party.call(departureApi.depart, { params, body: moments[1] })
}

export async function borderArrive(
  office: Office,
  ids: readonly string[],
  when: Moment,
): Promise<void> {
  await office.rail.party.call(railApi.borderArrive, {
    body: { ...when, containerIds: ids as never },
  })
}

export async function transship(
  office: Office,
  ids: readonly string[],
  gaugeMm: 1435 | 1520,
  when: Moment,
): Promise<void> {
  const broad = gaugeMm === 1520
  const moves = ids.map((containerId) => ({
    containerId,
    oldWagonNumber: broad ? chineseWagon() : broadGaugeWagon(),
    newWagonNumber: broad ? broadGaugeWagon() : chineseWagon(),
  }))
  await office.rail.party.call(handOverApi.transship, {
    body: { ...when, gaugeMm, moves: moves as never },
  })
}

export async function arrive(office: Office, ids: readonly string[], when: Moment): Promise<void> {
  await office.rail.party.call(railApi.arrive, { body: { ...when, containerIds: ids as never } })
}
