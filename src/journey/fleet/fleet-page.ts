/** Rows of the fleet as they are written: trains and shippers once, and numbered. */
import type { Tx } from '#platform/database.ts'
import type { FleetRow, FleetShipper, FleetTrain } from '#journey/fleet-contract.ts'
import { readShippers, readTrains, type FleetEntry } from '#journey/fleet/fleet-store.ts'

interface Numbered {
  readonly trains: FleetTrain[]
  readonly shippers: FleetShipper[]
  readonly items: FleetRow[]
}

export async function numbered(tx: Tx, entries: readonly FleetEntry[]): Promise<Numbered> {
  if (entries.length === 0) return { trains: [], shippers: [], items: [] }
  const trains = numbers(entries.map(({ departureId }) => departureId))
  const shippers = numbers(entries.map(({ shipperId }) => shipperId))
  return {
    trains: await readTrains(tx, [...trains.keys()]),
    shippers: await readShippers(tx, [...shippers.keys()]),
    items: entries.map((entry) =>
      entry.toRow(trains.get(entry.departureId)!, shippers.get(entry.shipperId)!),
    ),
  }
}

function numbers<Id>(ids: readonly Id[]): Map<Id, number> {
  return new Map([...new Set(ids)].map((id, index) => [id, index]))
}
