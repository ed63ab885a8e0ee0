/** Carriages in SQL: the only file that writes `carriage`, `carriage_said`, `carriage_container` and `carriage_step`. */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { MemberId, OrganisationId } from '#kernel/organisation.ts'
import { zoneOfPlace } from '#kernel/ports.ts'
import { timestampIn } from '#kernel/time.ts'
import { TRANSPORT_MODE_CODES, type TransportMode } from '#kernel/transport-mode.ts'
import type { UnLocode } from '#kernel/un-locode.ts'
import type { Tx } from '#platform/database.ts'
import type { Carriage, CarriageId, SaidCarriage } from '#journey/carriage-contract.ts'
import type { CarriageStepKind } from '#journey/carriage/carriage-steps.ts'
import { inOrder } from '#journey/carriage/carriage.ts'
import type { CarriageStage } from '#journey/leg-contract.ts'

interface Saying {
  readonly id: CarriageId
  readonly version: number
  readonly memberId: MemberId | null
  readonly now: Date
  readonly said: SaidCarriage
}

export async function insertCarriage(
  tx: Tx,
  saying: Omit<Saying, 'version'> & {
    readonly organisationId: OrganisationId
    readonly containerIds: readonly ContainerId[]
  },
): Promise<void> {
  const { id, organisationId, containerIds } = saying
  await tx
    .insertInto('carriage')
    .values({ id, organisation_id: organisationId, version: 1 })
    .execute()
  await tx
    .insertInto('carriage_container')
    .values(containerIds.map((containerId) => ({ container_id: containerId, carriage_id: id })))
    .execute()
  await insertSaid(tx, { ...saying, version: 1 })
}

/** What is said now, beside what was said before. */
export async function sayMore(tx: Tx, saying: Saying): Promise<void> {
  await tx
    .updateTable('carriage')
    .set({ version: saying.version })
    .where('id', '=', saying.id)
    .execute()
  await insertSaid(tx, saying)
}

async function insertSaid(tx: Tx, { id, version, memberId, now, said }: Saying): Promise<void> {
  const moment = (at: string | undefined) => (at === undefined ? null : new Date(at))
  await tx
    .insertInto('carriage_said')
    .values({
      carriage_id: id,
      version,
      said_at: now,
      member_id: memberId,
      stage: said.stage,
      mode: said.mode,
      carrier: said.carrier,
      conveyance: said.conveyance ?? null,
      voyage: said.voyage ?? null,
      from_place: said.from.code,
      from_name: said.from.name ?? null,
      to_place: said.to.code,
      to_name: said.to.name ?? null,
      planned_departure_at: new Date(said.plannedDepartureAt),
      planned_arrival_at: new Date(said.plannedArrivalAt),
      departed_at: moment(said.departedAt),
      arrived_at: moment(said.arrivedAt),
    })
    .execute()
}

/** The numbers of the steps that a carriage was planned with, by container; none of one that was said before there were such steps. */
export async function readPlanned(
  tx: Tx,
  id: CarriageId,
): Promise<ReadonlyMap<ContainerId, number>> {
  const rows = await tx
    .selectFrom('carriage_step')
    .select(['container_id', (eb) => eb.fn.min('sequence').as('first')])
    .where('carriage_id', '=', id)
    .groupBy('container_id')
    .execute()
  return new Map(rows.map((row) => [row.container_id as ContainerId, row.first]))
}

export async function insertCarriageSteps(
  tx: Tx,
  { id, version }: { readonly id: CarriageId; readonly version: number },
  steps: readonly {
    readonly containerId: ContainerId
    readonly sequence: number
    readonly kind: CarriageStepKind
  }[],
): Promise<void> {
  if (steps.length === 0) return
  await tx
    .insertInto('carriage_step')
    .values(
      steps.map(({ containerId, sequence, kind }) => ({
        container_id: containerId,
        sequence,
        carriage_id: id,
        version,
        kind,
      })),
    )
    .execute()
}

export async function withdrawCarriage(tx: Tx, id: CarriageId, now: Date): Promise<void> {
  await tx.updateTable('carriage').set({ withdrawn_at: now }).where('id', '=', id).execute()
}

export interface OwnCarriage {
  readonly organisationId: OrganisationId
  readonly version: number
  readonly withdrawn: boolean
  readonly containerIds: readonly ContainerId[]
}

/** One of a container that the asker takes part in, locked; undefined for a stranger. */
export async function lockCarriageFor(
  tx: Tx,
  organisationId: OrganisationId,
  id: CarriageId,
): Promise<OwnCarriage | undefined> {
  const { rows } = await sql<{
    organisation_id: string
    version: number
    withdrawn_at: Date | null
    container_ids: string[]
  }>`
    select organisation_id, version, withdrawn_at,
      array(select container_id from carriage_container where carriage_id = carriage.id order by 1) as container_ids
    from carriage
    where id = ${id} and exists (
      select from carriage_container join container_party using (container_id)
      where carriage_id = carriage.id and container_party.organisation_id = ${organisationId})
    for update of carriage`.execute(tx)
  const [row] = rows
  return (
    row && {
      organisationId: row.organisation_id as OrganisationId,
      version: row.version,
      withdrawn: row.withdrawn_at !== null,
      containerIds: row.container_ids as ContainerId[],
    }
  )
}

/** How many that take place the one of these has that has most. */
export async function countMostCarriages(
  tx: Tx,
  containerIds: readonly ContainerId[],
): Promise<number> {
  const { rows } = await sql<{ most: number }>`
    select coalesce(max(of_one), 0)::int as most from (
      select count(*) as of_one from carriage_container join carriage on carriage.id = carriage_id
      where container_id = any(${[...containerIds]}) and withdrawn_at is null group by container_id
    ) as counted`.execute(tx)
  return rows[0]!.most
}

interface Row {
  readonly id: string
  readonly organisation_id: string
  readonly version: number
  readonly said_at: Date
  readonly stage: string
  readonly mode: string
  readonly carrier: string
  readonly conveyance: string | null
  readonly voyage: string | null
  readonly from_place: string
  readonly from_name: string | null
  readonly to_place: string
  readonly to_name: string | null
  readonly planned_departure_at: Date
  readonly planned_arrival_at: Date
  readonly departed_at: Date | null
  readonly arrived_at: Date | null
  readonly name_zh: string
  readonly name_en: string
  readonly name_ru: string
  readonly containers: number
}

const CURRENT = sql`select carriage.id, carriage.organisation_id, said.*, name_zh, name_en, name_ru,
    (select count(*)::int from carriage_container as all_of where all_of.carriage_id = carriage.id) as containers
  from carriage
  join carriage_said said on said.carriage_id = carriage.id and said.version = carriage.version
  join organisation on organisation.id = carriage.organisation_id`

export async function getCarriage(tx: Tx, id: CarriageId): Promise<Carriage> {
  const { rows } = await sql<Row>`${CURRENT} where carriage.id = ${id}`.execute(tx)
  return toCarriage(rows[0]!)
}

/** Those of a container that take place, in order. */
export async function readCarriages(tx: Tx, containerId: ContainerId): Promise<Carriage[]> {
  const { rows } = await sql<Row>`
    ${CURRENT} join carriage_container of_this on of_this.carriage_id = carriage.id
    where of_this.container_id = ${containerId} and withdrawn_at is null`.execute(tx)
  return inOrder(rows.map(toCarriage))
}

function toCarriage(row: Row): Carriage {
  const from = row.from_place as UnLocode
  const to = row.to_place as UnLocode
  const at = (date: Date, place: UnLocode) => timestampIn(date.getTime(), zoneOfPlace(place))
  const mode = row.mode as TransportMode
  return {
    id: row.id as CarriageId,
    stage: row.stage as CarriageStage,
    mode,
    modeCode: TRANSPORT_MODE_CODES[mode],
    carrier: row.carrier,
    ...(row.conveyance !== null && { conveyance: row.conveyance }),
    ...(row.voyage !== null && { voyage: row.voyage }),
    from: { code: from, ...(row.from_name !== null && { name: row.from_name }) },
    to: { code: to, ...(row.to_name !== null && { name: row.to_name }) },
    plannedDepartureAt: at(row.planned_departure_at, from),
    plannedArrivalAt: at(row.planned_arrival_at, to),
    ...(row.departed_at !== null && { departedAt: at(row.departed_at, from) }),
    ...(row.arrived_at !== null && { arrivedAt: at(row.arrived_at, to) }),
    arrangedBy: {
      id: row.organisation_id as OrganisationId,
      names: { zh: row.name_zh, en: row.name_en, ru: row.name_ru },
    },
    containers: row.containers,
    version: row.version,
    saidAt: row.said_at.toISOString(),
  }
}
