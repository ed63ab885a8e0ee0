/**
 * Checkpoints with the cosignatures gathered for them, and which of them the world is shown. Kept in memory as in the database: the
 * newest that satisfies the policy, and newer ones on their way there.
 */
import {
  addSignatures,
  cosignatureTime,
  formatSignatureLines,
  formatVkey,
  openNote,
  parseNote,
  parseSignatureLines,
  VerificationError,
  verifyCheckpoint,
  type Checkpoint,
  type NoteSignature,
} from 'tlog'
import type { Clock } from '#platform/clock.ts'
import type { CosignedNote } from '#passport/witnessing/witness-store.ts'
import type { AskedWitness, WitnessPolicy } from '#passport/witnessing/witness-policy.ts'

/** How long the world waits for witnesses before it is shown a head without them. */
const SHOW_WITHOUT_MS = 10_000

export interface Published {
  readonly size: Checkpoint['size']
  readonly note: string
}

export interface Cosigned {
  /** Adds what a witness answered, good lines of known keys alone; undefined where there is none. */
  add(published: Published, witness: AskedWitness, lines: string): CosignedNote | undefined
  /** The newest that satisfies the policy. */
  best(): CosignedNote | undefined
  /** For `/ledger/checkpoint`: never an older one after a newer. */
  show(published: Published): string
  /** The best to prove with that covers so many entries. */
  cover(published: Published, entries: number): CosignedNote
  /** The keys whose cosignatures stand under a note, in their order. */
  vkeysUnder(note: string): string[]
}

export function openCosigned(
  witnessing: WitnessPolicy,
  kept: readonly CosignedNote[],
  clock: Clock,
): Cosigned {
  const { policy } = witnessing
  const notes = new Map(kept.map(({ size, note }) => [size, note]))
  let best = kept.findLast(({ note }) => isWitnessed(note, witnessing))
  /** Since when there is a head that the best does not reach. */
  let lagsSince: number | undefined
  let shown = 0
  const verifierOf = (line: NoteSignature) =>
    policy.witnesses.find(
      ({ verifier }) => verifier.name === line.name && verifier.keyId === line.keyId,
    )?.verifier
  const current = ({ size, note }: Published): CosignedNote => {
    return { size: Number(size), note: notes.get(Number(size)) ?? note }
  }
  return {
    add(published, witness, lines) {
      const { size, note } = current(published)
      const good = goodLines(published.note, witness, lines)
      if (good.length === 0) return undefined
      const merged = mergeLines(note, good, witnessing)
      notes.set(size, merged)
      if (size >= (best?.size ?? 0) && isWitnessed(merged, witnessing)) {
        best = { size, note: merged }
        lagsSince = undefined
        for (const older of notes.keys()) if (older < size) notes.delete(older)
      }
      return { size, note: merged }
    },
    best: () => best,
    show(published) {
      const newest = current(published)
      const now = clock().getTime()
      if (best !== undefined && best.size < newest.size) lagsSince ??= now
      const isLate = lagsSince !== undefined && now - lagsSince > SHOW_WITHOUT_MS
      const isShown = best !== undefined && best.size >= shown && !isLate
      const { size, note } = isShown ? best! : newest
      shown = Math.max(shown, size)
      return note
    },
    cover: (published, entries) =>
      best !== undefined && best.size >= entries ? best : current(published),
    vkeysUnder: (note) =>
      parseNote(note).signatures.flatMap((line) => {
        const verifier = verifierOf(line)
        return verifier ? [formatVkey(verifier)] : []
      }),
  }
}

function isWitnessed(note: string, { policy }: WitnessPolicy): boolean {
  try {
    verifyCheckpoint(note, policy)
    return true
  } catch (error) {
    if (error instanceof VerificationError) return false
    throw error
  }
}

/** What a witness's keys in the policy have signed; strangers' lines are left out, a known key's bad one spoils them all. */
function goodLines(note: string, { verifiers }: AskedWitness, lines: string): NoteSignature[] {
  try {
    const asked = parseSignatureLines(lines).filter((line) =>
      verifiers.some(({ name, keyId }) => name === line.name && keyId === line.keyId),
    )
    if (asked.length === 0) return []
    const alone = `${parseNote(note).text}\n${formatSignatureLines(asked)}`
    // One that tells no time does not say that this is the largest head its witness knows: evidence has no use for it.
    return openNote(alone, verifiers).signatures.filter((line) => cosignatureTime(line) !== 0n)
  } catch (error) {
    if (error instanceof VerificationError) return []
    throw error
  }
}

/** One line a key, the newest; the log's first, then in the policy's order. */
function mergeLines(note: string, fresh: readonly NoteSignature[], { policy }: WitnessPolicy) {
  const { text, signatures } = parseNote(note)
  const [own, ...old] = signatures
  const ofKey = (lines: readonly NoteSignature[], name: string, keyId: number) =>
    lines.find((line) => line.name === name && line.keyId === keyId)
  const merged = policy.witnesses.flatMap(({ verifier: { name, keyId } }) => {
    const line = ofKey(fresh, name, keyId) ?? ofKey(old, name, keyId)
    return line ? [line] : []
  })
  return addSignatures(`${text}\n${formatSignatureLines([own!])}`, merged)
}
