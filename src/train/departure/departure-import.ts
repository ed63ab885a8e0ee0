/** A file of departures against those that stand: what it would do, and doing it, all or none. */
import type { Day } from '#kernel/day.ts'
import type { Locale } from '#kernel/locale.ts'
import { toldFaults, type SheetToApply } from '#kernel/spreadsheet.ts'
import type { Tx } from '#platform/database.ts'
import { readSpreadsheet } from '#platform/spreadsheet.ts'
import { trainProblem, type Departure } from '#train/contract.ts'
import { departureFileTexts } from '#train/departure/departure-columns.ts'
import type { DeparturesRead } from '#train/departure-file-contract.ts'
import {
  checkTrain,
  isSameTrain,
  readDepartures,
  type DeparturesOfFile,
  type DepartureWritten,
} from '#train/departure/departure-file.ts'
import { changeDeparture, schedule, type Asking } from '#train/departure/departure-keeping.ts'
import { readDeparturesBetween } from '#train/departure/departure-lists.ts'
import { departureDay } from '#train/departure/departure-store.ts'
import { getDepartures, lockScheduled } from '#train/departures.ts'
import { listServicesOf } from '#train/store.ts'

const STANDING_MAX = 4_000

interface Reading extends Asking {
  readonly locale: Locale
}

interface Compared {
  readonly written: DepartureWritten
  readonly standing: Departure | undefined
  readonly action: 'create' | 'change' | 'same'
}

export async function readDepartureFile(
  tx: Tx,
  reading: Reading,
  { file, apply }: SheetToApply,
): Promise<DeparturesRead> {
  const { actor, locale, now } = reading
  const grid = await readSpreadsheet(Buffer.from(file.base64, 'base64'))
  const lines = await listServicesOf(tx, actor.organisationId)
  const read = readDepartures(grid, lines, locale)
  const compared = await compareAll(tx, reading, read)
  for (const { written, standing, action } of compared)
    if (action !== 'same') checkTrain(written, standing, now.getTime(), read.fault)
  const { faults } = read
  const applied = apply && faults.length === 0
  const made = applied ? await applyAll(tx, reading, compared) : new Map()
  const items = compared.map(({ written, standing, action }) => ({
    trainNumber: written.train.trainNumber,
    departsAt: written.train.departsAt,
    departureId: standing?.id ?? made.get(written) ?? null,
    action,
  }))
  return {
    items: faults.length === 0 ? items : [],
    ...toldFaults(faults),
    applied,
  }
}

/** A train is known by its id, or by its line, number and day; each stands once in a file. */
async function compareAll(
  tx: Tx,
  { now }: Reading,
  { items, fault }: DeparturesOfFile,
): Promise<Compared[]> {
  const named = await getDepartures(
    tx,
    items.flatMap(({ id }) => id ?? []),
    now,
  )
  const onDay = await standingOn(tx, items, now)
  const seen = new Map<string, number>()
  return items.flatMap((written) => {
    const { number, train, service, id } = written
    const key = keyOf(
      train.serviceId,
      train.trainNumber,
      departureDay(train.departsAt, service.origin),
    )
    const standing = id === undefined ? onDay.get(key) : named.get(id)
    if (id !== undefined && standing?.serviceId !== train.serviceId) {
      const text = trainProblem.table['train.departure_absent']
      fault(number, 'id', 'train.departure_absent', text)
      return []
    }
    const rival = onDay.get(key)
    if (rival !== undefined && rival.id !== standing?.id) {
      const facts = { trainNumber: train.trainNumber, date: train.departsAt.slice(0, 10) }
      fault(
        number,
        'departsAt',
        'train.number_taken',
        trainProblem.table['train.number_taken'],
        facts,
      )
    }
    for (const name of [key, ...(standing ? [standing.id] : [])]) {
      const row = seen.get(name)
      seen.set(name, number)
      if (row === undefined || row === number) continue
      fault(number, 'trainNumber', 'train.row_repeated', departureFileTexts.repeated, { row })
      return []
    }
    const isSame = standing !== undefined && isSameTrain(train, standing)
    const action = standing === undefined ? 'create' : isSame ? 'same' : 'change'
    return [{ written, standing, action } as const]
  })
}

const keyOf = (...parts: readonly string[]): string => parts.join(' ')

async function standingOn(
  tx: Tx,
  items: readonly DepartureWritten[],
  now: Date,
): Promise<ReadonlyMap<string, Departure>> {
  const days = items
    .map(({ train, service }) => departureDay(train.departsAt, service.origin))
    .toSorted(byText)
  if (days.length === 0) return new Map()
  const services = [...new Set(items.map(({ train }) => train.serviceId))]
  const between = { services, from: days[0] as Day, until: days.at(-1) as Day, limit: STANDING_MAX }
  const trains = await readDeparturesBetween(tx, between, now)
  return new Map(
    trains.map((one) => [
      keyOf(one.serviceId, one.trainNumber, departureDay(one.departsAt, one.service.origin)),
      one,
    ]),
  )
}

const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other))

/** Those that stand first, in one order whoever asks: a train that is moved away makes room for one that comes. */
async function applyAll(
  tx: Tx,
  reading: Reading,
  compared: readonly Compared[],
): Promise<ReadonlyMap<DepartureWritten, Departure['id']>> {
  const made = new Map<DepartureWritten, Departure['id']>()
  const changes = compared
    .filter(({ action }) => action === 'change')
    .toSorted((one, other) => byText(one.standing!.id, other.standing!.id))
  for (const { written, standing } of changes) {
    const held = await lockScheduled(tx, standing!.id, reading.now)
    await changeDeparture(tx, held, written.train, reading.now)
  }
  for (const { written, action } of compared) {
    if (action !== 'create') continue
    const [train] = await schedule(tx, reading, written.train, 1)
    made.set(written, train!.id)
  }
  return made
}
