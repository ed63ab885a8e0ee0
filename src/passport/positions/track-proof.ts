/** Draws the proof of a route from the database: the newest digest of each hour, opened, with its way to a published head. */
import { base64Encode, concatBytes, inclusionProof, subsetProof, utf8Decode } from 'tlog'
import type { ContainerId } from '#booking/contract.ts'
import type { Tx } from '#platform/database.ts'
import { keptSince, listOpenHours, readHours } from '#tracking'
import { passportProblem } from '#passport/contract.ts'
import { HASHER } from '#passport/hasher.ts'
import type { PassportCode } from '#passport/passport.ts'
import { partOf } from '#passport/positions/hour-follower.ts'
import { roundTree } from '#passport/positions/hour-part.ts'
import { listHours, listRounds, type PlacedHour } from '#passport/positions/hour-store.ts'
import { TRACK_FORMAT, TRACK_HOURS_MAX, type TrackFile } from '#passport/positions/track-file.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'
import { isDigestOf, writePart } from '#passport/statement.ts'
import { withHashes } from '#passport/stored-hashes.ts'

interface Period {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/**
 * The hours whose digest is published. One with fixes that came since is left out until they are entered, too; one that is not as it was
 * entered is refused aloud: somebody changed what was recorded.
 */
export async function makeTrackProof(
  tx: Tx,
  ledger: Ledger,
  container: { readonly containerId: ContainerId; readonly code: PassportCode },
  period: Period,
): Promise<TrackFile> {
  const published = await readPublished(ledger)
  const hours = await listProvable(tx, Number(published?.size ?? 0), container.containerId, period)
  if (published === undefined || hours.length === 0)
    throw passportProblem('passport.route_not_recorded_yet')
  if (hours.length > TRACK_HOURS_MAX)
    throw passportProblem('passport.route_too_long', { hours: TRACK_HOURS_MAX })
  const rounds = await listRounds(
    tx,
    hours.map(([{ leafIndex }]) => leafIndex),
  )
  const covered = rounds.at(-1)!.leafIndex + 1
  const { size, note } = ledger.cosigned?.cover(published, covered) ?? {
    size: Number(published.size),
    note: published.note,
  }
  const witnesses = ledger.cosigned?.vkeysUnder(note) ?? []
  const indexes = rounds.map(({ leafIndex }) => BigInt(leafIndex))
  const proof = await withHashes(tx, size, (read) =>
    concatBytes(...subsetProof(indexes, BigInt(size), read, HASHER)),
  )
  const parts = await openParts(tx, container, hours)
  return {
    checkpoint: note,
    code: container.code,
    format: TRACK_FORMAT,
    hours: hours.map(([hour], at) => ({ part: parts[at]!, ...placeIn(rounds, hour) })),
    proof: base64Encode(proof),
    rounds: rounds.map(({ entry, leafIndex }) => ({ entry: utf8Decode(entry), index: leafIndex })),
    vkey: ledger.key.vkey,
    ...(witnesses.length > 0 && { witnesses }),
  }
}

type Versions = readonly [newest: PlacedHour, before: PlacedHour | undefined]

async function listProvable(
  tx: Tx,
  size: number,
  containerId: ContainerId,
  period: Period,
): Promise<Versions[]> {
  const all = await listHours(tx, containerId, period)
  const open = new Set((await listOpenHours(tx, containerId)).map((hour) => hour.getTime()))
  // Fixes that were let go by setting can no longer be shown; a file made while they were here still proves them.
  const since = (await keptSince(tx))?.getTime() ?? -Infinity
  const byHour = Map.groupBy(all, ({ hour }) => hour.getTime())
  return [...byHour].flatMap(([hour, versions]) => {
    const newest = versions.at(-1)!
    return open.has(hour) || hour < since || newest.leafIndex >= size
      ? []
      : [[newest, versions.at(-2)] satisfies Versions]
  })
}

async function openParts(
  tx: Tx,
  { containerId, code }: { readonly containerId: ContainerId; readonly code: PassportCode },
  hours: readonly Versions[],
) {
  const asked = hours.map(([{ hour }]) => ({ containerId, hour: hour.toISOString() }))
  const fixes = await readHours(tx, asked)
  const parts = hours.map(([newest, before], at) => partOf(newest, before, code, fixes[at]!))
  const changed = hours.flatMap(([{ hour, digest }], at) =>
    isDigestOf(digest, parts[at]!) ? [] : [hour],
  )
  if (changed.length > 0)
    throw passportProblem('passport.route_changed', { hours: nameHours(changed) })
  return parts.map((part) => {
    const { code: _, ...content } = part.content
    return writePart({ content, salt: part.salt })
  })
}

const HOURS_NAMED_MAX = 24

/** As the check of a route names them, the first of them where they are many. */
function nameHours(hours: readonly Date[]): string {
  const names = hours.slice(0, HOURS_NAMED_MAX).map((hour) => {
    const iso = hour.toISOString()
    return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
  })
  return names.join(', ') + (hours.length > names.length ? ' …' : '')
}

function placeIn(
  rounds: Awaited<ReturnType<typeof listRounds>>,
  { leafIndex, place }: PlacedHour,
): Omit<TrackFile['hours'][number], 'part'> {
  const round = rounds.findIndex((each) => each.leafIndex === leafIndex)
  const { digests } = rounds[round]!
  const { read } = roundTree(digests, HASHER)
  const path = inclusionProof(BigInt(place), BigInt(digests.length), read, HASHER)
  return { place, round, path: path.map(base64Encode) }
}
