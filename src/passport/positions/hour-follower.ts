/**
 * Enters the container-hours that tracking says are closed: one entry for a round of them. An hour whose fixes are those that were entered
 * before is passed over; one with news is entered again, naming the digest it comes after, and both stay.
 */
import { randomBytes } from 'node:crypto'
import type { Follower } from '#platform/outbox.ts'
import type { Tx } from '#platform/database.ts'
import { readHours, reopenHours } from '#tracking'
import { hoursClosed, type ContainerHour, type RawFix } from '#tracking/contract.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import { kidOf, sealEntry } from '#passport/entry.ts'
import { HASHER } from '#passport/hasher.ts'
import { holdNextPlace, queueEntry } from '#passport/ledger-store.ts'
import type { LogKey } from '#passport/log-key.ts'
import type { PassportCode } from '#passport/passport.ts'
import { hourPart, roundTree } from '#passport/positions/hour-part.ts'
import {
  insertHours,
  listCodes,
  listLastVersions,
  type KeptHour,
  type PlacedHour,
} from '#passport/positions/hour-store.ts'
import { positionsInput } from '#passport/positions/positions-entry.ts'
import { digestPart, isDigestOf, SALT_BYTES } from '#passport/statement.ts'

export function hourFollower(logKey: LogKey): Follower {
  return {
    name: 'passport.positions',
    follows: [hoursClosed],
    handle: (tx, { payload }) => enterHours(tx, logKey, hoursClosed.payload.parse(payload).hours),
  }
}

async function enterHours(tx: Tx, logKey: LogKey, closed: readonly ContainerHour[]): Promise<void> {
  const codes = await listCodes(
    tx,
    closed.map(({ containerId }) => containerId),
  )
  // A container's code is made by another follower, which may be behind.
  const early = closed.filter(({ containerId }) => !codes.has(containerId))
  if (early.length > 0) await reopenHours(tx, early)
  const hours = closed.filter(({ containerId }) => codes.has(containerId))
  if (hours.length === 0) return
  const fixes = await readHours(tx, hours)
  const before = Map.groupBy(await listLastVersions(tx, hours), keyOf)
  const news = hours.flatMap((hour, at) => {
    const code = codes.get(hour.containerId)!
    return nextVersion(hour, code, fixes[at]!, before.get(keyOf(hour)) ?? []) ?? []
  })
  if (news.length === 0) return
  const digests = news.map(({ digest }) => digest)
  const input = positionsInput(kidOf(logKey.publicKey), {
    count: digests.length,
    root: roundTree(digests, HASHER).root,
  })
  await holdNextPlace(tx)
  const leafIndex = await queueEntry(tx, sealEntry(input, logKey.sign(input)))
  await insertHours(tx, leafIndex, news)
}

const keyOf = (each: { readonly containerId: string; readonly hour: Date | string }): string =>
  `${each.containerId} ${new Date(each.hour).toISOString()}`

function nextVersion(
  { containerId, hour }: ContainerHour,
  code: PassportCode,
  fixes: readonly RawFix[],
  [last, older]: readonly PlacedHour[],
): KeptHour | undefined {
  if (last !== undefined && isDigestOf(last.digest, partOf(last, older, code, fixes)))
    return undefined
  // What was never there needs no digest.
  if (last === undefined && fixes.length === 0) return undefined
  const salt = Uint8Array.from(randomBytes(SALT_BYTES))
  const version = (last?.version ?? 0) + 1
  const kept = { containerId, hour: new Date(hour), version, salt }
  return { ...kept, digest: digestPart(partOf(kept, last, code, fixes)) }
}

/** The salted part that a version's digest covers, if these are its fixes. */
export function partOf(
  { hour, version, salt }: Pick<KeptHour, 'hour' | 'version' | 'salt'>,
  previous: Pick<KeptHour, 'digest'> | undefined,
  code: PassportCode,
  fixes: readonly RawFix[],
) {
  const content = hourPart({
    code,
    fixes: [...fixes],
    hour: hour.toISOString(),
    previous: previous ? base64urlEncode(previous.digest) : null,
    version,
  })
  return { content, salt: Uint8Array.from(salt) }
}
