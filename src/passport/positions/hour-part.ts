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
  return HourPart.parse(part) as unknown as JsonObject
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
