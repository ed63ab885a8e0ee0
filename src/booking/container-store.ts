/** Containers in SQL: this file and container-listing-store.ts alone touch `container`, `container_party` and `container_step`. */
import { sql, type Selectable } from 'kysely'
import type { ContainerNumber } from '#kernel/container-number.ts'
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type { MemberId, OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import type { PlaceCode } from '#kernel/place-code.ts'
import type { SealNumber } from '#kernel/seal-number.ts'
import type { StationCode } from '#kernel/station.ts'
import type { WagonNumber } from '#kernel/wagon-number.ts'
import type { Tx } from '#platform/database.ts'
import { insertRows } from '#platform/insert-rows.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { DepartureId } from '#train/contract.ts'
import type {
  BookingId,
  ContainerId,
  ContainerState,
  CustomsStatus,
  Stage,
  StepPublic,
  StepRestricted,
  StepTaken,
} from '#booking/contract.ts'
import type { PartyOf } from '#booking/store.ts'

/** One box of one booking, as the rules and the other slices need it. */
export interface ContainerRow extends ContainerState {
  readonly id: ContainerId
  readonly bookingId: BookingId
  readonly bookingNumber: string
  readonly departureId: DepartureId
  readonly equipmentType: EquipmentType
  readonly containerNumber: ContainerNumber | null
  readonly sealNumber: SealNumber | null
  readonly wagonNumber: WagonNumber | null
  readonly place: StationCode
  readonly lastStepAt: Date
  readonly sequence: number
  /** As planned: its tare and its share of the cargo. */
  readonly grossKg: number
  readonly dangerous: boolean
  /** Read by one that is entitled by its own LCL booking alone, which then stands here as the container's. */
  readonly isShared?: boolean
}

export interface StepRow {
  readonly sequence: number
  readonly step: StepTaken['step']
  readonly event: StepTaken['event']
  readonly recordedAt: Date
  readonly place: PlaceCode
  readonly organisationId: OrganisationId
  readonly memberId: MemberId | null
  readonly public: StepPublic
  readonly restricted: StepRestricted
}

/** Containers of any bookings, each with those entitled to it. */
export async function insertContainers(
  tx: Tx,
  containers: readonly {
    readonly row: ContainerRow
    readonly parties: readonly PartyOf[]
  }[],
): Promise<void> {
  if (containers.length === 0) return
  const rows = containers.map(({ row }) => toColumns(row))
  await insertRows(tx, 'container', rows).execute()
  const entitled = containers.flatMap(({ row, parties }) =>
    parties.map((party) => ({
      organisation_id: party.id,
      container_id: row.id,
      kind: party.kind,
      stage: row.stage,
      customs: row.customs,
      held: row.held,
    })),
  )
  await insertRows(tx, 'container_party', entitled).execute()
}

/** The containers that an organisation takes part in, and no others. */
const selectEntitled = (tx: Tx, organisationId: OrganisationId) =>
  tx
    .selectFrom('container')
    .innerJoin('container_party', 'container_party.container_id', 'container.id')
    .selectAll('container')
    .select(['lcl_booking_id', lclNumber])
    .where('container_party.organisation_id', '=', organisationId)

/** Of the LCL booking by which somebody is entitled to a consolidation's container. */
export const lclNumber = sql<
  string | null
>`(select number from booking where id = lcl_booking_id)`.as('lcl_number')

/** Scoped, and locked until the transaction ends, in one order whoever asks; those not there for the asker are left out. */
export async function lockContainersFor(
  tx: Tx,
  organisationId: OrganisationId,
  ids: readonly ContainerId[],
): Promise<ContainerRow[]> {
  if (ids.length === 0) return []
  const rows = await selectEntitled(tx, organisationId)
    .where('container.id', 'in', ids)
    .orderBy('container.id')
    .forUpdate('container')
    .execute()
  return rows.map(toContainer)
}

export async function findContainerFor(
  tx: Tx,
  organisationId: OrganisationId,
  id: ContainerId,
): Promise<ContainerRow | undefined> {
  const row = await selectEntitled(tx, organisationId)
    .where('container.id', '=', id)
    .executeTakeFirst()
  return row && toContainer(row)
}

/** Everyone entitled to a container, and the booking it belongs to: for telling them, not for answering somebody. */
export async function readContainerParties(
  tx: Tx,
  id: ContainerId,
): Promise<{ bookingNumber: string; parties: { id: OrganisationId; kind: OrganisationKind }[] }> {
  const rows = await tx
    .selectFrom('container')
    .innerJoin('container_party', 'container_party.container_id', 'container.id')
    .select(['booking_number', 'organisation_id', 'kind'])
    .where('container.id', '=', id)
    .execute()
  return {
    bookingNumber: rows[0]?.booking_number ?? '',
    parties: rows.map((row) => ({
      id: row.organisation_id as OrganisationId,
      kind: row.kind as OrganisationKind,
    })),
  }
}

/** Everyone entitled to each of several containers. */
export async function readPartiesOf(
  tx: Tx,
  ids: readonly ContainerId[],
): Promise<ReadonlyMap<ContainerId, OrganisationId[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('container_party')
    .select(['container_id', 'organisation_id'])
    .where('container_id', 'in', ids)
    .orderBy('organisation_id')
    .execute()
  const parties = Map.groupBy(rows, (row) => row.container_id as ContainerId)
  return new Map(
    [...parties].map(([id, of]) => [id, of.map((row) => row.organisation_id as OrganisationId)]),
  )
}

/** Scoped: those of these that the organisation takes part in. */
export async function findContainersFor(
  tx: Tx,
  organisationId: OrganisationId,
  ids: readonly ContainerId[],
): Promise<ContainerRow[]> {
  if (ids.length === 0) return []
  const rows = await selectEntitled(tx, organisationId).where('container.id', 'in', ids).execute()
  return rows.map(toContainer)
}

/** Unscoped, for followers: those that are there, in no order. */
export async function readContainers(tx: Tx, ids: readonly ContainerId[]): Promise<ContainerRow[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('container').selectAll().where('id', 'in', ids).execute()
  return rows.map(toContainer)
}

/** All of a train, unscoped: for its own operator's steps and for later slices. */
export async function readContainersOfDeparture(tx: Tx, id: DepartureId): Promise<ContainerRow[]> {
  const rows = await tx
    .selectFrom('container')
    .selectAll()
    .where('departure_id', '=', id)
    .orderBy('id')
    .execute()
  return rows.map(toContainer)
}

export async function readContainersOfBooking(tx: Tx, id: BookingId): Promise<ContainerRow[]> {
  return (await readContainersOfBookings(tx, [id])).get(id) ?? []
}

export async function readContainersOfBookings(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, ContainerRow[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('container')
    .selectAll()
    .where('booking_id', 'in', ids)
    .orderBy('id')
    .execute()
  return Map.groupBy(rows.map(toContainer), (row) => row.bookingId)
}

/** Who takes part in boxes that are still to go with a train, or on it. */
export async function listPartiesOn(tx: Tx, id: DepartureId): Promise<OrganisationId[]> {
  const rows = await tx
    .selectFrom('container')
    .innerJoin('container_party', 'container_party.container_id', 'container.id')
    .select('container_party.organisation_id')
    .distinct()
    .where('container.departure_id', '=', id)
    .where('container.stage', 'not in', [sql.lit('arrived'), sql.lit('cancelled')])
    .execute()
  return rows.map((row) => row.organisation_id as OrganisationId)
}

/** The refusal PostgreSQL gives when a box is already on another open journey. */
export function isNumberTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'container_open_journey'
}

export async function updateContainer(tx: Tx, container: ContainerRow): Promise<void> {
  const { id, ...columns } = toColumns(container)
  await tx.updateTable('container').set(columns).where('id', '=', id).execute()
}

export async function insertSteps(
  tx: Tx,
  steps: readonly { readonly taken: StepTaken; readonly memberId: MemberId | null }[],
): Promise<void> {
  if (steps.length === 0) return
  const rows = steps.map(({ taken, memberId }) => ({
    container_id: taken.containerId,
    sequence: taken.sequence,
    step: taken.step,
    event: taken.event,
    at: new Date(taken.at),
    recorded_at: new Date(taken.recordedAt),
    place: taken.place,
    organisation_id: taken.organisationId,
    member_id: memberId,
    public: taken.public,
    restricted: taken.restricted,
  }))
  await insertRows(tx, 'container_step', rows).execute()
}

export async function readSteps(tx: Tx, id: ContainerId): Promise<StepRow[]> {
  const rows = await tx
    .selectFrom('container_step')
    .selectAll()
    .where('container_id', '=', id)
    .orderBy('sequence')
    .execute()
  return rows.map((row) => ({
    sequence: row.sequence,
    step: row.step as StepRow['step'],
    event: row.event as StepRow['event'],
    recordedAt: row.recorded_at,
    place: row.place as PlaceCode,
    organisationId: row.organisation_id as OrganisationId,
    memberId: row.member_id as MemberId | null,
    public: row.public as StepPublic,
    restricted: row.restricted as StepRestricted,
  }))
}

function toColumns(container: ContainerRow) {
  return {
    id: container.id,
    booking_id: container.bookingId,
    booking_number: container.bookingNumber,
    departure_id: container.departureId,
    equipment_type: container.equipmentType,
    container_number: container.containerNumber,
    seal_number: container.sealNumber,
    wagon_number: container.wagonNumber,
    stage: container.stage,
    customs: container.customs,
    held: container.held,
    place: container.place,
    last_step_at: container.lastStepAt,
    sequence: container.sequence,
    gross_kg: container.grossKg,
    dangerous: container.dangerous,
  }
}

type Read = Selectable<Tables['container']> & {
  readonly lcl_booking_id?: string | null
  readonly lcl_number?: string | null
}

export function toContainer(row: Read): ContainerRow {
  return {
    id: row.id as ContainerId,
    bookingId: (row.lcl_booking_id ?? row.booking_id) as BookingId,
    bookingNumber: row.lcl_number ?? row.booking_number,
    ...(row.lcl_booking_id && { isShared: true }),
    departureId: row.departure_id as DepartureId,
    equipmentType: row.equipment_type as EquipmentType,
    containerNumber: row.container_number as ContainerNumber | null,
    sealNumber: row.seal_number as SealNumber | null,
    wagonNumber: row.wagon_number as WagonNumber | null,
    stage: row.stage as Stage,
    customs: row.customs as CustomsStatus,
    held: row.held,
    place: row.place as StationCode,
    lastStepAt: row.last_step_at,
    sequence: row.sequence,
    grossKg: row.gross_kg,
    dangerous: row.dangerous,
  }
}
