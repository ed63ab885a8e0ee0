// Keys, a witnessed checkpoint of the grown log and a policy that accepts it.
import {
  addSignatures,
  ed25519Cosigner,
  ed25519Signer,
  formatCheckpoint,
  formatVkey,
  inclusionProof,
  mlDsa44Cosigner,
  signatures,
  signNote,
} from '../src/index.ts'
import { fastHasher, readHash, reference, SIZE } from './grown-log.ts'

export const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n)

export const ORIGIN = 'landbridge.example/ledger'
export const log = ed25519Signer(ORIGIN, seed(1))
export const rail = ed25519Cosigner('rail.example/witness', seed(2))
export const customs = ed25519Cosigner('customs.example/witness', seed(3))
export const bank = mlDsa44Cosigner('bank.example/witness', seed(4))

export const TEXT = formatCheckpoint({
  origin: ORIGIN,
  size: BigInt(SIZE),
  root: reference.root(0, SIZE),
})
export const SIGNED = signNote(TEXT, [log])
export const WITNESSED = addSignatures(
  SIGNED,
  signatures(TEXT, [rail.at(1_795_000_000n), bank.at(1_795_000_001n)]),
)

export const POLICY_TEXT = `# who is believed
log ${formatVkey(log)} https://landbridge.example/ledger

witness rail ${formatVkey(rail)} https://rail.example/witness
witness customs ${formatVkey(customs)}
\twitness  bank ${formatVkey(bank)}
group two 2 rail customs bank
quorum two
`

export const INDEX = 257n
export const HASHES = inclusionProof(INDEX, BigInt(SIZE), readHash, fastHasher)
