/** The file that proves a route, `.landbridge-track.json`: the fixes of a container's hours, their salts, and the way from each to the ledger's head. */
import { z } from 'zod'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import { WrittenPart } from '#passport/statement.ts'

export const TRACK_FORMAT = 'landbridge-track/1'
export const TRACK_BYTES_MAX = 33_554_432
export const TRACK_HOURS_MAX = 1_000

export const TrackFile = z.strictObject({
  checkpoint: z.string(),
  code: z.string(),
  format: z.literal(TRACK_FORMAT),
  /** By hour, each once and in its newest version. */
  hours: z
    .array(
      z.strictObject({
        /** Without `code`, which follows from the file. */
        part: WrittenPart,
        /** The RFC 6962 inclusion proof within the round, standard base64. */
        path: z.array(z.string()).max(63),
        place: z.int().min(0),
        /** Which of `rounds`, from 0. */
        round: z.int().min(0),
      }),
    )
    .min(1)
    .max(TRACK_HOURS_MAX),
  /** The hashes that lead from all rounds' entries to the checkpoint's root, joined, standard base64. */
  proof: z.string(),
  /** By index. */
  rounds: z
    .array(z.strictObject({ entry: z.string(), index: z.int().min(0) }))
    .min(1)
    .max(TRACK_HOURS_MAX),
  vkey: z.string(),
  witnesses: z.array(z.string()).min(1).max(64).optional(),
})
export type TrackFile = z.infer<typeof TrackFile>

export function writeTrackFile(file: TrackFile): string {
  return canonicalJson(TrackFile.parse(file) as unknown as Json)
}

/** Whether these bytes claim to be such a file; whether they are is for `verifyTrack` to say. */
export function isTrackFile(bytes: Uint8Array): boolean {
  // The members stand in order and before `format` only the checkpoint and the code, which are short.
  return new TextDecoder().decode(bytes.subarray(0, 65_536)).includes(`"format":"${TRACK_FORMAT}"`)
}
