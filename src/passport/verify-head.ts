/** Who signed the checkpoint of an evidence file: the ledger, then the witnesses it names, one line each and nobody else. */
import {
  cosignatureTime,
  openNote,
  parseVkey,
  VerificationError,
  type OpenedNote,
  type Verifier,
} from 'tlog'
import type { Evidence } from '#passport/evidence.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import { orRefuse, type VerifiedWitness } from '#passport/verify-place.ts'

export function openCheckpoint(
  { checkpoint, witnesses: vkeys = [] }: Pick<Evidence, 'checkpoint' | 'witnesses'>,
  log: Verifier,
): { readonly note: OpenedNote; readonly witnesses: readonly VerifiedWitness[] } {
  const verifiers = orRefuse('evidence.witness', {}, () => vkeys.map((vkey) => parseVkey(vkey)))
  const note = orRefuse('evidence.checkpoint_signature', {}, () =>
    openNote(checkpoint, [log, ...verifiers]),
  )
  const [own, ...others] = note.signatures
  // A signature nobody can check would be bytes that nobody vouches for.
  const isOnce = own?.verifier === log && !others.some(({ verifier }) => verifier === log)
  if (note.unknown.length > 0 || !isOnce) throw evidenceProblem('evidence.checkpoint_signature')
  if (others.length !== verifiers.length) throw evidenceProblem('evidence.witness')
  const witnesses = orRefuse('evidence.witness', {}, () =>
    others.map((line, at) => {
      const timeSeconds = cosignatureTime(line)
      if (line.verifier !== verifiers[at] || timeSeconds === undefined)
        throw new VerificationError('note.bad_signature', 'no cosignature of the key named')
      return { name: line.name, vkey: vkeys[at]!, atSeconds: Number(timeSeconds) }
    }),
  )
  return { note, witnesses }
}
