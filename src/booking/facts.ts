/** What bookings name, looked up for many of them at once: brokers and consignees that are registered, codes that exist. */
import type { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { listOrganisations } from '#identity'
import { bookingProblem } from '#booking/booking.ts'
import type { NewBooking } from '#booking/contract.ts'
import { findUnknownHsCodes } from '#booking/cargo/hs-codes.ts'

type Named = Pick<NewBooking, 'brokerId' | 'consignee' | 'cargo'>

/** Answers what is wrong with what a booking names; undefined when nothing is. */
export type FactCheck = (asked: Named) => Problem | undefined

export async function checkFacts(tx: Tx, asked: readonly Named[]): Promise<FactCheck> {
  if (asked.length === 0) return () => undefined
  const named = asked.flatMap(({ brokerId, consignee }) => [
    brokerId,
    ...(consignee.organisationId ? [consignee.organisationId] : []),
  ])
  const found = await listOrganisations(tx, [...new Set(named)])
  const kinds = new Map(found.map(({ id, kind }) => [id, kind]))
  const unknown = await findUnknownHsCodes(
    tx,
    asked.flatMap(({ cargo }) => cargo.map(({ hsCode }) => hsCode)),
  )
  return (one) =>
    wrongParty(one, kinds) ?? one.cargo.map(({ hsCode }) => unknown(hsCode)).find(Boolean)
}

function wrongParty(
  { brokerId, consignee }: Named,
  kinds: ReadonlyMap<OrganisationId, OrganisationKind>,
): Problem | undefined {
  const { organisationId } = consignee
  if (kinds.get(brokerId) !== 'broker')
    return bookingProblem('booking.broker_unsuitable', { organisationId: brokerId })
  if (organisationId && kinds.get(organisationId) !== 'consignee')
    return bookingProblem('booking.consignee_unsuitable', { organisationId })
  return undefined
}
