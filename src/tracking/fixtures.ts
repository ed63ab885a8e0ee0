/** For tests of tracking below its routes: an operator, trackers and containers that stand in no booking. */
import { sql } from 'kysely'
import { ContainerId } from '#booking/contract.ts'
import { organisationsFixture, type Parties } from '#identity/fixtures.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Database } from '#platform/database.ts'
import { digestOf } from '#tracking/secret.ts'

/** How the gateway keeps what trackers report. */
export { createFixStore, type ReportedFix } from '#tracking/gateway-store.ts'

export const TRACKER_SECRET = '0123456789abcdef0123456789abcdef'

export interface TrackedFixture {
  readonly parties: Parties
  /** A container that only these parties may see; references to a booking are left dangling. */
  addContainer(entitled: readonly OrganisationId[]): Promise<ContainerId>
  addTracker(): Promise<{
    readonly id: string
    readonly phone: string
    readonly terminalId: string
  }>
  bind(trackerId: string, containerId: string, from: string, to?: string): Promise<void>
}

export async function trackedFixture(database: Database): Promise<TrackedFixture> {
  const parties = await organisationsFixture(database)
  let count = 0
  const serial = (): string => String((count += 1)).padStart(20, '0')
  return {
    parties,
    addContainer: (entitled) =>
      database.transact(async (tx) => {
        const id = ContainerId.parse(`ctr_${serial()}`)
        await sql`set local session_replication_role = replica`.execute(tx)
        await sql`insert into container (id, booking_id, booking_number, departure_id, equipment_type,
            container_number, stage, customs, place, last_step_at, sequence, gross_kg)
          values (${id}, 'bkg', 'LB', 'dep', '45G1', ${`CSQU${count}`}, 'departed', 'released', 'CN-DONGJIA',
            '2026-03-01T00:00Z', 1, 20000)`.execute(tx)
        for (const organisationId of entitled)
          await sql`insert into container_party (organisation_id, container_id, kind, stage, customs, held)
            values (${organisationId}, ${id}, 'exporter', 'departed', 'released', false)`.execute(
            tx,
          )
        return id
      }),
    addTracker: () =>
      database.transact(async (tx) => {
        const id = `dev_${serial()}`
        const phone = `133${String(count).padStart(8, '0')}`
        const terminalId = `T${count}`
        await sql`insert into tracker (id, operator_id, phone, terminal_id, maker, model, secret_digest, registered_at)
          values (${id}, ${parties.operator.organisationId}, ${phone}, ${terminalId}, 'LBSIM', 'SIM-1',
            ${digestOf(TRACKER_SECRET)}, now())`.execute(tx)
        return { id, phone, terminalId }
      }),
    bind: (trackerId, containerId, from, to) =>
      database.transact(async (tx) => {
        await sql`insert into tracker_binding (tracker_id, container_id, bound_at, unbound_at)
          values (${trackerId}, ${containerId}, ${from}, ${to ?? null})`.execute(tx)
      }),
  }
}
