/** Containers as one party may read them: rows joined with their trains and what is expected of them. */
import type { Actor, OrganisationKind } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { getTrainsInBrief, type TrainInBrief } from '#train'
import type { DepartureId } from '#train/contract.ts'
import type { Container, ContainerId, ContainerStep, Journey } from '#booking/contract.ts'
import type { ContainerRow } from '#booking/container-store.ts'
import type { ExpectedArrival } from '#booking/expected-contract.ts'
import { readExpected, type ExpectedRow } from '#booking/expected-store.ts'
import { readNoShows } from '#booking/departure/no-show-store.ts'
import { isAbsent, stepsOpenTo } from '#booking/step.ts'

export async function containerViews(
  tx: Tx,
  actor: Actor,
  rows: readonly ContainerRow[],
): Promise<Container[]> {
  const trains = await getTrainsInBrief(
    tx,
    rows.map((row) => row.departureId),
  )
  const [expected, absent] = [await expectedOf(tx, rows), await absentOf(tx, rows)]
  const known = { trains, expected, absent, opened: new Map() }
  return rows.map((row) => toContainer(row, known, actor.organisationKind))
}

/** Those that did not come for the train they are on, and have not come since. */
export function absentOf(tx: Tx, rows: readonly ContainerRow[]): Promise<ReadonlySet<ContainerId>> {
  return readNoShows(
    tx,
    rows.filter(isAbsent).map(({ id }) => id),
  )
}

/** Of all of them in one question; what has arrived, or never will, is not expected. */
export function expectedOf(
  tx: Tx,
  rows: readonly ContainerRow[],
): Promise<ReadonlyMap<ContainerId, ExpectedRow>> {
  const underWay = rows.filter(({ stage }) => stage !== 'arrived' && stage !== 'cancelled')
  return readExpected(
    tx,
    underWay.map(({ id }) => id),
  )
}

interface Known {
  readonly trains: ReadonlyMap<DepartureId, TrainInBrief>
  readonly expected: ReadonlyMap<ContainerId, ExpectedRow>
  readonly absent: ReadonlySet<ContainerId>
  /** What is open to this kind in each state met so far: containers of a page are in few. */
  readonly opened?: Map<string, ContainerStep[]>
}

export function toContainer(
  row: ContainerRow,
  { trains, expected, absent, opened = new Map() }: Known,
  kind: OrganisationKind,
): Container {
  const train = trains.get(row.departureId)!
  return {
    id: row.id,
    bookingId: row.bookingId,
    bookingNumber: row.bookingNumber,
    journey: journeyOf(train),
    equipmentType: row.equipmentType,
    containerNumber: row.containerNumber,
    sealNumber: row.sealNumber,
    wagonNumber: row.wagonNumber,
    stage: row.stage,
    customs: row.customs,
    held: row.held,
    noShow: absent.has(row.id),
    place: row.place,
    lastStepAt: timestampIn(row.lastStepAt.getTime(), getStation(row.place).timeZone),
    sequence: row.sequence,
    expected: toExpected(expected.get(row.id), train),
    shared: row.isShared === true,
    stepsOpen: row.isShared ? [] : openIn(row, kind, opened),
  }
}

function openIn(
  row: ContainerRow,
  kind: OrganisationKind,
  opened: Map<string, ContainerStep[]>,
): ContainerStep[] {
  const state = `${row.stage} ${row.customs} ${row.held}`
  const steps = opened.get(state) ?? stepsOpenTo(row, kind)
  opened.set(state, steps)
  return steps
}

function toExpected(
  expected: ExpectedRow | undefined,
  { service }: TrainInBrief,
): ExpectedArrival | null {
  if (expected === undefined) return null
  const { timeZone } = getStation(service.destination)
  const at = (date: Date) => timestampIn(date.getTime(), timeZone)
  return { ...expected, p50At: at(expected.p50At), p90At: at(expected.p90At) }
}

export function journeyOf(departure: TrainInBrief): Journey {
  return {
    departureId: departure.id,
    trainNumber: departure.trainNumber,
    departsAt: departure.departsAt,
    state: departure.state,
    origin: departure.service.origin,
    destination: departure.service.destination,
  }
}
