/** Places in SQL: the only file that touches `place`. */
import { sql } from 'kysely'
import { nameKey } from '#kernel/station.ts'
import type { TransportMode } from '#kernel/transport-mode.ts'
import type { UnLocode } from '#kernel/un-locode.ts'
import type { Tx } from '#platform/database.ts'
import { insertRows } from '#platform/insert-rows.ts'
import { FOUND_MAX, type FoundPlace } from '#journey/place-contract.ts'
import type { ListedPlace } from '#journey/place/listing.ts'

const ROWS_A_STATEMENT = 2_000

/** Replaces all places of the countries that are listed: one that the new edition dropped must not stay. Gives those countries. */
export async function replacePlaces(tx: Tx, listed: readonly ListedPlace[]): Promise<string[]> {
  const countries = [...new Set(listed.map(({ code }) => code.slice(0, 2)))].sort()
  await sql`delete from place where left(code, 2) = any(${countries})`.execute(tx)
  for (let start = 0; start < listed.length; start += ROWS_A_STATEMENT) {
    const rows = listed.slice(start, start + ROWS_A_STATEMENT)
    await insertRows(
      tx,
      'place',
      rows.map(({ code, name, key, plainKey, subdivision, functions, lat, lon }) => ({
        ...{ code, name, key, subdivision, functions, lat, lon },
        plain_key: plainKey,
      })),
    ).execute()
  }
  return countries
}

export async function isListingLoaded(tx: Tx): Promise<boolean> {
  return (await tx.selectFrom('place').select('code').limit(1).executeTakeFirst()) !== undefined
}

/** The names of those that are listed. */
export async function readPlaceNames(
  tx: Tx,
  codes: readonly UnLocode[],
): Promise<ReadonlyMap<UnLocode, string>> {
  if (codes.length === 0) return new Map()
  const rows = await tx
    .selectFrom('place')
    .select(['code', 'name'])
    .where('code', 'in', [...codes])
    .execute()
  return new Map(rows.map(({ code, name }) => [code as UnLocode, name]))
}

/** UN/LOCODE’s function of each mode. */
const FUNCTIONS: Readonly<Record<TransportMode, string>> = {
  sea: '1',
  inland_water: '1',
  rail: '2',
  road: '3',
  air: '4',
}

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')

/** The place of that code first, then names that begin so before those that hold it; of each, those that serve the mode. */
export async function findPlaces(
  tx: Tx,
  { q, mode }: { readonly q: string; readonly mode?: TransportMode | undefined },
): Promise<FoundPlace[]> {
  const key = nameKey(q)
  if (key === '') return []
  const code = q.replaceAll(/\s/g, '').toUpperCase()
  const [begins, holds] = [`${escaped(key)}%`, `%${escaped(key)}%`]
  // Two letters stand in half of all names: they are looked for at the beginning alone.
  const inside = key.length > 2 ? sql`or key like ${holds} or plain_key like ${holds}` : sql``
  const served = mode === undefined ? sql`false` : sql`strpos(functions, ${FUNCTIONS[mode]}) > 0`
  const { rows } = await sql<Omit<FoundPlace, 'position'> & { lat: number | null; lon: number }>`
    select code, name, subdivision, functions, lat, lon from place
    where code like ${`${escaped(code)}%`} or key like ${begins} or plain_key like ${begins} ${inside}
    order by code <> ${code}, not (key = ${key} or plain_key = ${key}),
      not (key like ${begins} or plain_key like ${begins}), not ${served}, length(name), code
    limit ${FOUND_MAX}`.execute(tx)
  return rows.map(({ lat, lon, ...place }) => ({
    ...place,
    position: lat === null ? null : { lat, lon },
  }))
}
