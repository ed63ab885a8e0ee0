/** A file of lines against those that stand: what it would do, and doing it, all or none. */
import type { Locale } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'
import { toldFaults, type SheetToApply } from '#kernel/spreadsheet.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { readSpreadsheet } from '#platform/spreadsheet.ts'
import { listOrganisationsOfKind } from '#identity'
import type { ServiceId } from '#train/contract.ts'
import { servicesWithTrains } from '#train/departure/departure-store.ts'
import { PARTY_KINDS } from '#train/line/line-columns.ts'
import { readLines, type Known, type LineWritten } from '#train/line/line-file.ts'
import { changeLine, openLine } from '#train/line/line-keeping.ts'
import type { ServicesRead } from '#train/service-file-contract.ts'
import { listServiceIds, readWithParties } from '#train/store.ts'

interface Reading {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
  readonly locale: Locale
}

export async function readLineFile(
  tx: Tx,
  reading: Reading,
  { file, apply }: SheetToApply,
): Promise<ServicesRead> {
  const grid = await readSpreadsheet(Buffer.from(file.base64, 'base64'))
  const { items, faults } = readLines(grid, await knownTo(tx, reading.actor), reading.locale)
  const applied = apply && faults.length === 0
  const opened = applied ? await applyAll(tx, reading, items) : new Map<LineWritten, ServiceId>()
  return {
    items: items.map((written) => ({
      serviceId: written.standing?.id ?? opened.get(written) ?? null,
      names: written.line.names,
      stops: written.line.stops.length,
      action: written.action,
    })),
    ...toldFaults(faults),
    applied,
  }
}

async function knownTo(tx: Tx, actor: Actor): Promise<Known> {
  const ids = await listServiceIds(tx, actor.organisationId)
  const parties = []
  for (const kind of Object.values(PARTY_KINDS))
    parties.push(...(await listOrganisationsOfKind(tx, kind)))
  return {
    lines: await readWithParties(tx, ids),
    parties,
    running: await servicesWithTrains(tx, ids),
  }
}

/** Those that stand first, held in one order whoever asks. */
async function applyAll(
  tx: Tx,
  reading: Reading,
  items: readonly LineWritten[],
): Promise<ReadonlyMap<LineWritten, ServiceId>> {
  const changes = items
    .flatMap(({ standing, action, line }) =>
      standing !== undefined && action === 'change' ? [{ id: standing.id, line }] : [],
    )
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
  for (const { id, line } of changes) await changeLine(tx, reading, id, line)
  const opened = new Map<LineWritten, ServiceId>()
  for (const written of items)
    if (written.action === 'create')
      opened.set(written, (await openLine(tx, reading, written.line)).id)
  return opened
}
