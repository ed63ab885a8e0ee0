/**
 * Checks a file that proves a route: bytes → the ledger's key → its checkpoint → the entries of the rounds in its tree → each hour's digest in
 * its round → the fixes under the digest. Nothing is told before all of it holds. Pure: a browser and a server alike, without a clock.
 */
import { base64Decode, hashLeaf, utf8Encode, verifyInclusion } from 'tlog'
import {
  judge,
  judgeWith,
  type IsSigned,
  type Opened,
  type Reading,
  type Refusable,
} from '#passport/claims.ts'
import { kidOf, parseDigest } from '#passport/entry.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import type { PassportCode } from '#passport/passport.ts'
import { HourPart, isWholeHour } from '#passport/positions/hour-part.ts'
import { parsePositionsEntry } from '#passport/positions/positions-entry.ts'
import { TRACK_BYTES_MAX, TRACK_FORMAT, TrackFile } from '#passport/positions/track-file.ts'
import { digestPart, readPart } from '#passport/statement.ts'
import { parseFile, readCode, verifyHead, verifyTree, type Trust } from '#passport/verify.ts'
import { orRefuse, type Head, type VerifiedLedger } from '#passport/verify-place.ts'

export interface VerifiedTrack {
  readonly code: PassportCode
  readonly ledger: VerifiedLedger
  /** By hour. Between them there may be hours without fixes, or hours the file leaves out: it cannot tell which. */
  readonly hours: readonly (Omit<HourPart, 'code'> & { readonly index: number })[]
}

/** Throws a Problem `evidence.…` at the first thing that does not match. */
export function verifyTrack(bytes: Uint8Array, trust: Trust = {}): VerifiedTrack {
  return judge(readTrack(bytes, trust))
}

/** The same verdict, with signatures checked by whatever is fast at hand. */
export async function verifyTrackWith(
  isSigned: IsSigned,
  bytes: Uint8Array,
  trust: Trust = {},
): Promise<VerifiedTrack> {
  return judgeWith(isSigned, readTrack(bytes, trust))
}

function readTrack(bytes: Uint8Array, trust: Trust): Reading<Head, VerifiedTrack> {
  const schema = TrackFile
  const file = parseFile(bytes, { schema, format: TRACK_FORMAT, bytesMax: TRACK_BYTES_MAX })
  const code = readCode(file.code)
  return {
    head: (checks) => verifyHead(file, trust, checks),
    open: (head) => openTrack(file, code, head),
  }
}

function openTrack(file: TrackFile, code: PassportCode, head: Head): Opened<VerifiedTrack> {
  const rounds = file.rounds.map((round, at) => readRound(round, at + 1, head))
  return {
    claims: rounds.map(({ claim }) => claim),
    conclude() {
      const isOrdered = rounds.every(({ index }, at) => at === 0 || rounds[at - 1]!.index < index)
      const used = new Set(file.hours.map(({ round }) => round))
      if (!isOrdered || used.size !== rounds.length) throw evidenceProblem('evidence.track_order')
      verifyTree(rounds, file.proof, head)
      const hours = file.hours.map((written) => readHour(written, file.code, rounds))
      if (!hours.every(({ hour }, at) => at === 0 || hours[at - 1]!.hour < hour))
        throw evidenceProblem('evidence.track_order')
      const { rootHash: _, publicKey: __, ...ledger } = head
      return { code, ledger, hours }
    },
  }
}

interface ReadRound {
  readonly index: number
  readonly leafHash: Uint8Array
  readonly count: number
  readonly root: Uint8Array
  readonly claim: Refusable
}

function readRound(
  { entry, index }: TrackFile['rounds'][number],
  number: number,
  head: Head,
): ReadRound {
  const refusal = () => evidenceProblem('evidence.track_round', { number })
  const read = orRefuse('evidence.track_round', { number }, () => parsePositionsEntry(entry))
  const { signerKid, input, signature, count, root } = read
  const { publicKey } = head
  if (signerKid !== kidOf(publicKey)) throw refusal()
  const claim = { publicKey, message: input, signature, refusal }
  return { index, leafHash: hashLeaf(utf8Encode(entry)), count, root, claim }
}

function readHour(
  { part, path, place, round: number }: TrackFile['hours'][number],
  code: string,
  rounds: readonly ReadRound[],
) {
  const told = part.content['hour']
  const facts = { hour: typeof told === 'string' ? told.slice(0, 30) : '?' }
  const round = rounds[number]
  // Written again the code could only agree or be wrong.
  if (round === undefined || Object.hasOwn(part.content, 'code'))
    throw evidenceProblem('evidence.track_hour', facts)
  const { code: _, ...hour } = orRefuse('evidence.track_hour', facts, () => {
    const salted = readPart(part)
    const content = { ...salted.content, code }
    const digest = digestPart({ content, salt: salted.salt })
    verifyInclusion(
      BigInt(place),
      BigInt(round.count),
      hashLeaf(digest),
      path.map(base64Decode),
      round.root,
    )
    const parsed = HourPart.parse(content)
    if (parsed.previous !== null) parseDigest(parsed.previous)
    if (!isWholeHour(parsed)) throw new TypeError('no whole hour')
    return parsed
  })
  return { ...hour, index: round.index }
}
