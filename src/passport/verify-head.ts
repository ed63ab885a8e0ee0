/** Who signed the checkpoint of an evidence file: the ledger, then the witnesses it names, one line each and nobody else. */
import {
  cosignatureTime,
  hexEncode,
  openNote,
  parseVkey,
  VerificationError,
  type OpenedNote,
  type SignatureChecks,
  type Verifier,
} from 'tlog'
import type { Evidence } from '#passport/evidence.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import { orRefuse, type VerifiedWitness } from '#passport/verify-place.ts'

export function openCheckpoint(
  { checkpoint, witnesses: vkeys = [] }: Pick<Evidence, 'checkpoint' | 'witnesses'>,
  log: Verifier,
  checks: SignatureChecks,
): { readonly note: OpenedNote; readonly witnesses: readonly VerifiedWitness[] } {
  const verifiers = orRefuse('evidence.witness', {}, () =>
    vkeys.map((vkey) => parseVkey(vkey, checks)),
  )
  // An Ed25519 cosignature does not name its witness: under two names one key would pass for two of them.
  const keys = new Set([log, ...verifiers].map(({ publicKey }) => hexEncode(publicKey)))
  if (keys.size <= verifiers.length) throw evidenceProblem('evidence.witness')
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
      // Without a time it does not say that this was the largest head known (tlog-cosignature).
      if (timeSeconds === 0n || timeSeconds > Number.MAX_SAFE_INTEGER)
        throw new VerificationError('cosignature.bad_time', 'no time that can be told')
      return { name: line.name, vkey: vkeys[at]!, atSeconds: Number(timeSeconds) }
    }),
  )
  return { note, witnesses }
}
