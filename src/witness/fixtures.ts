/** For tests: a log that grows, in memory, with its signed checkpoints and proofs; and keys that are always the same. */
import {
  appendLeaves,
  consistencyProof,
  ed25519Signer,
  formatAddCheckpoint,
  formatCheckpoint,
  formatVkey,
  hashLeaf,
  rightEdge,
  signNote,
  treeRoot,
  utf8Encode,
  type ReadHash,
  type Signer,
} from 'tlog'

export interface SampleLog {
  readonly origin: string
  readonly vkey: string
  readonly signer: Signer
  /** The signed checkpoint of the first `size` entries. */
  checkpoint(size: number): string
  /** The body of add-checkpoint. */
  request(oldSize: number, size: number): string
}

/** Entries are `seed` and their number: two seeds are two histories of one log. */
export function sampleLog(entries: number, seed = 'entry'): SampleLog {
  const origin = 'log.example/containers'
  const signer = ed25519Signer(origin, new Uint8Array(32).fill(1))
  const kept = new Map<string, Uint8Array>()
  const read: ReadHash = (level, index) => kept.get(`${level}/${index}`)!
  for (let at = 0; at < entries; at += 1) {
    const edge = rightEdge(BigInt(at), read)
    const { stored } = appendLeaves(BigInt(at), edge, [hashLeaf(utf8Encode(`${seed} ${at}`))])
    for (const { level, index, hash } of stored) kept.set(`${level}/${index}`, hash)
  }
  const checkpoint = (size: number) => {
    const root = treeRoot(BigInt(size), read)
    return signNote(formatCheckpoint({ origin, size: BigInt(size), root }), [signer])
  }
  return {
    origin,
    vkey: formatVkey(signer),
    signer,
    checkpoint,
    request: (oldSize, size) =>
      formatAddCheckpoint({
        oldSize: BigInt(oldSize),
        hashes: oldSize === 0 ? [] : consistencyProof(BigInt(oldSize), BigInt(size), read),
        checkpoint: checkpoint(size),
      }),
  }
}
