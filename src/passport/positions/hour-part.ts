/** A container-hour of fixes as its digest covers it, and the tree over the digests of a round. Pure. */
import { z } from 'zod'
import { hashLeaf, treeRoot, type MerkleHasher, type ReadHash } from 'tlog'
import { RawFix } from '#tracking/contract.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { PassportCode } from '#passport/passport.ts'

export const HourPart = z.strictObject({
  code: PassportCode,
  /** All fixes of the hour that were known, by device time, tracker, serial. */
  fixes: z.array(RawFix),
  hour: z.iso.datetime(),
  /** The digest of the version before, base64url; null in the first. */
  previous: z.string().nullable(),
  version: z.int().min(1),
})
export type HourPart = z.infer<typeof HourPart>

export function hourPart(part: HourPart): JsonObject {
  const fixes = part.fixes.toSorted(compareFixes)
  return HourPart.parse({ ...part, fixes }) as unknown as JsonObject
}

/** Whatever order a database has for texts, here it is that of code units. */
function compareFixes(one: RawFix, other: RawFix): number {
  if (one.atMs !== other.atMs) return one.atMs - other.atMs
  if (one.tracker !== other.tracker) return one.tracker < other.tracker ? -1 : 1
  return one.serial - other.serial
}

const HOUR_MS = 3_600_000

/** Whether it says of one whole hour what was there in it, each fix once and in its order; a first version comes after none. */
export function isWholeHour({ hour, fixes, version, previous }: HourPart): boolean {
  const startMs = Date.parse(hour)
  return (
    startMs % HOUR_MS === 0 &&
    new Date(startMs).toISOString() === hour &&
    (version === 1) === (previous === null) &&
    fixes.every(({ atMs }) => atMs >= startMs && atMs < startMs + HOUR_MS) &&
    fixes.every((fix, at) => at === 0 || compareFixes(fixes[at - 1]!, fix) < 0)
  )
}

/** Root and nodes of a tree that fits into memory. The leaves are digests, hashed as leaves of RFC 6962 are. */
export function roundTree(
  digests: readonly Uint8Array[],
  hasher: MerkleHasher,
): { readonly root: Uint8Array; readonly read: ReadHash } {
  const levels: Uint8Array[][] = [digests.map((digest) => hashLeaf(digest))]
  for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!) {
    const pairs = Math.floor(below.length / 2)
    levels.push(
      Array.from({ length: pairs }, (_, at) => hasher.hashNode(below[at * 2]!, below[at * 2 + 1]!)),
    )
  }
  const read: ReadHash = (level, index) => levels[level]![Number(index)]!
  return { root: treeRoot(BigInt(digests.length), read, hasher), read }
}
