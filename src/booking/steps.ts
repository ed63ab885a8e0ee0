/**
 * Taking a step: the one door through which any slice moves a container. Entitled, allowed by the step table, at a possible
 * time; then the container, its history and the event are written in the caller's transaction.
 */
import type { Text } from '#kernel/locale.ts'
import { zoneAt, type PlaceCode } from '#kernel/place-code.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { timestampIn, type Timestamp } from '#kernel/time.ts'
import { MemberId, type Actor } from '#kernel/organisation.ts'
import type { UnLocode } from '#kernel/un-locode.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import type { Tx } from '#platform/database.ts'
import { sayAll } from '#platform/outbox.ts'
import { getOrganisation } from '#identity'
import type { Organisation } from '#identity/contract.ts'
import { getDepartures, markArrived } from '#train'
import type { Departure } from '#train/contract.ts'
import { bookingProblem, decideMoment, stepProblem } from '#booking/booking.ts'
import {
  stepTaken,
  type Container,
  type ContainerId,
  type ContainerStep,
  type StepPublic,
  type StepTaken,
} from '#booking/contract.ts'
import { type StepDocument } from '#kernel/document.ts'
import { changeState } from '#booking/changes.ts'
import {
  insertSteps,
  isNumberTaken,
  lockContainersFor,
  updateContainer,
  type ContainerRow,
} from '#booking/container-store.ts'
import { isUnderWay, listBookingsOver } from '#booking/departure/journey-end-store.ts'
import { checkConsolidated } from '#booking/lcl/consolidated.ts'
import { decideStep, STEPS } from '#booking/step.ts'
import { lockBookings } from '#booking/store.ts'
import { containerViews } from '#booking/container-views.ts'

/** What a step tells besides when, where and by whom: to everyone, and to the entitled (fields as in visibility.ts). */
export interface Said {
  readonly public?: Readonly<Record<string, unknown>>
  readonly restricted?: Readonly<Record<string, unknown>>
}

/** The papers of a command as a step tells of them; nothing where there are none. */
export function papersOf(body: { readonly documents?: readonly StepDocument[] | undefined }): {
  readonly documents?: readonly StepDocument[]
} {
  return body.documents === undefined ? {} : { documents: body.documents }
}

interface StepAsked {
  readonly actor: Actor
  readonly step: ContainerStep
  /** Default: now, by the clock of the place. */
  readonly at?: Timestamp | undefined
  readonly place: StationCode
  readonly now: Date
}

export interface ContainerAsked {
  readonly containerId: ContainerId
  readonly said?: Said
  /** What the operator gives the container or takes from it with this step. */
  readonly change?: Partial<
    Pick<ContainerRow, 'containerNumber' | 'sealNumber' | 'wagonNumber' | 'departureId'>
  >
}

export async function takeStep(tx: Tx, asked: StepAsked & ContainerAsked): Promise<Container> {
  const [container] = await takeSteps(tx, asked, [asked])
  return container!
}

/** The same step for several containers, in the order given: all of them or, by the transaction, none. */
export async function takeSteps(
  tx: Tx,
  asked: StepAsked,
  containers: readonly ContainerAsked[],
): Promise<Container[]> {
  const { actor, now } = asked
  const ids = containers.map(({ containerId }) => containerId)
  const rows = await lockContainersFor(tx, actor.organisationId, ids)
  await checkConsolidated(tx, asked.step, rows)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const departures = await getDepartures(
    tx,
    [
      ...rows.map((row) => row.departureId),
      ...containers.flatMap(({ change }) => change?.departureId ?? []),
    ],
    now,
  )
  const organisation = await getOrganisation(tx, actor.organisationId)
  const moved: ContainerRow[] = []
  for (const one of containers) {
    const row = byId.get(one.containerId)
    if (row === undefined) throw bookingProblem('booking.container_absent')
    const departure = departures.get(one.change?.departureId ?? row.departureId)!
    moved.push(await move(tx, row, { ...asked, ...one, departure, organisation }))
  }
  if (asked.step === 'arrive') await closeJourneys(tx, departures.values(), { rows: moved, now })
  return containerViews(tx, actor, moved)
}

/** One thing said of a container beside its train; `said` and `city` as they stand in its statement. */
export interface SaidAside extends Pick<Recording, 'at' | 'said'> {
  readonly step: ContainerStep
  readonly place: UnLocode
  readonly city: Text
}

/**
 * Steps beside the train, one after another for each of several containers: what may be said is asked of the step table, but they move
 * neither stage nor place, and may be told late, so no moment of the train's own binds theirs. Gives the number of each step.
 */
export async function takeStepsAside(
  tx: Tx,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
  asked: readonly {
    readonly containerId: ContainerId
    readonly saidOf: (next: number) => readonly SaidAside[]
  }[],
): Promise<ReadonlyMap<ContainerId, readonly number[]>> {
  const ids = asked.map(({ containerId }) => containerId)
  const rows = new Map(
    (await lockContainersFor(tx, actor.organisationId, ids)).map((row) => [row.id, row]),
  )
  const departures = await getDepartures(
    tx,
    [...rows.values()].map(({ departureId }) => departureId),
    now,
  )
  const organisation = await getOrganisation(tx, actor.organisationId)
  const numbers = new Map<ContainerId, readonly number[]>()
  for (const { containerId, saidOf } of asked) {
    const row = rows.get(containerId)
    if (row === undefined) throw bookingProblem('booking.container_absent')
    const departure = departures.get(row.departureId)!
    const recordings = saidOf(row.sequence + 1).map((one, at) => {
      const decision = decideStep(row, one.step, actor.organisationKind)
      if ('refusal' in decision) throw stepProblem(decision.refusal)
      const recording = {
        ...one,
        event: STEPS[one.step].event,
        actor,
        now,
        departure,
        organisation,
      }
      return { recording, row: { ...row, sequence: row.sequence + 1 + at } }
    })
    numbers.set(
      containerId,
      recordings.map((one) => one.row.sequence),
    )
    if (recordings.length === 0) continue
    await updateContainer(tx, recordings.at(-1)!.row)
    await recordSteps(tx, recordings)
  }
  return numbers
}

interface Move extends StepAsked, ContainerAsked {
  readonly departure: Departure
  readonly organisation: Organisation
}

async function move(tx: Tx, row: ContainerRow, asked: Move): Promise<ContainerRow> {
  const { actor, step, place, said, change } = asked
  const decision = decideStep(row, step, actor.organisationKind)
  if ('refusal' in decision) throw stepProblem(decision.refusal)
  const at = momentOf(row, asked)
  const next: ContainerRow = {
    ...row,
    ...decision.next,
    wagonNumber: wagonOf(said) ?? row.wagonNumber,
    ...change,
    place,
    lastStepAt: new Date(at),
    sequence: row.sequence + 1,
  }
  try {
    await updateContainer(tx, next)
  } catch (error) {
    if (isNumberTaken(error))
      throw bookingProblem('booking.container_number_taken', {
        containerNumber: next.containerNumber ?? '',
      })
    throw error
  }
  const recording = { ...asked, at, event: STEPS[step].event }
  await recordSteps(tx, [{ recording, row: next }])
  return next
}

/** When it happened: not tomorrow, and not before the step before it. */
function momentOf(row: ContainerRow, { at, place, now }: Move): Timestamp {
  const { timeZone } = getStation(place)
  // A step just recorded may bear a time minutes ahead by its clerk's clock; "now" then means "right after it".
  const nowMs = Math.max(now.getTime(), row.lastStepAt.getTime())
  const moment = at ?? timestampIn(nowMs, timeZone)
  const lastMs = row.lastStepAt.getTime()
  const refusal = at && decideMoment({ atMs: Date.parse(at), nowMs: now.getTime(), lastMs })
  if (refusal) throw bookingProblem(refusal, { at: moment, lastAt: timestampIn(lastMs, timeZone) })
  return moment
}

export interface Recording {
  readonly actor: Actor
  readonly step: StepTaken['step']
  readonly event: StepTaken['event']
  readonly at: Timestamp
  readonly place: PlaceCode
  /** Of a place that is no station. */
  readonly city?: Text
  readonly said?: Said
  readonly now: Date
  readonly departure: Departure
  readonly organisation: Organisation
}

/** Writes the history and says the event of steps that these containers, already in their new state, have taken. */
export async function recordSteps(
  tx: Tx,
  recordings: readonly { readonly recording: Recording; readonly row: ContainerRow }[],
): Promise<void> {
  const steps = recordings.map(({ recording, row }) => ({
    taken: stepOf(recording, row),
    memberId: recording.actor.memberId && MemberId.parse(recording.actor.memberId),
  }))
  await insertSteps(tx, steps)
  await sayAll(
    tx,
    stepTaken,
    steps.map(({ taken }) => taken),
  )
}

function stepOf(recording: Recording, row: ContainerRow): StepTaken {
  const { actor, step, event, at, place, said, now } = recording
  return {
    containerId: row.id,
    bookingId: row.bookingId,
    departureId: row.departureId,
    step,
    event,
    at,
    recordedAt: timestampIn(now.getTime(), zoneAt(place)),
    place,
    organisationId: actor.organisationId,
    sequence: row.sequence,
    public: publicOf(row, recording),
    restricted: { ...said?.restricted },
  }
}

/** Names of those whose business it is stay out of what everyone may read. */
const UNNAMED = new Set(['exporter', 'forwarder', 'consignee'])

function publicOf(row: ContainerRow, recording: Recording): StepPublic {
  const { event, at, place, city, departure, organisation, said } = recording
  return {
    ...said?.public,
    event,
    at,
    place: { code: place, city: city ?? getStation(place).city },
    trainNumber: departure.trainNumber,
    equipmentType: row.equipmentType,
    ...(row.containerNumber !== null && { containerNumber: row.containerNumber }),
    ...(!UNNAMED.has(organisation.kind) && {
      party: { kind: organisation.kind, names: organisation.names },
    }),
  }
}

/** The wagon a step says the container now stands on. */
function wagonOf(said: Said | undefined): WagonNumber | undefined {
  const number = said?.public?.['newWagonNumber'] ?? said?.public?.['wagonNumber']
  return number === undefined ? undefined : WagonNumber.parse(number)
}

/** The last container of a train ends its run, the last of a booking completes it. */
async function closeJourneys(
  tx: Tx,
  departures: Iterable<Departure>,
  { rows, now }: { readonly rows: readonly ContainerRow[]; readonly now: Date },
): Promise<void> {
  for (const { id } of departures) if (!(await isUnderWay(tx, id))) await markArrived(tx, id)
  const ids = [...new Set(rows.map((row) => row.bookingId))]
  const bookings = await lockBookings(tx, await listBookingsOver(tx, ids))
  await changeState(
    tx,
    bookings.filter(({ state }) => state === 'confirmed'),
    { command: 'complete', kind: null, now },
  )
}
