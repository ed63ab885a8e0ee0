/**
 * One thread that makes and checks Ed25519 signatures, block by block: with libsodium, which takes half as long as node:crypto, and with
 * node:crypto where libsodium is not installed.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { readToCheck, readToSign, SIGNATURE_BYTES, type Block } from '#platform/signature-block.ts'
import { nodeEd25519, sodiumEd25519 } from '#platform/block-ed25519.ts'

const { isPlain } = workerData as { readonly isPlain: boolean }
const ed25519 = (isPlain ? undefined : await sodiumEd25519()) ?? nodeEd25519()

parentPort!.on('message', (block: Block) => {
  const answer = block.kind === 'sign' ? signAll(block) : checkAll(block)
  parentPort!.postMessage(answer, [answer.buffer])
})

function signAll(block: Block): Uint8Array<ArrayBuffer> {
  const signatures = new Uint8Array(block.count * SIGNATURE_BYTES)
  let at = 0
  for (const task of readToSign(block)) {
    ed25519.sign(task, signatures.subarray(at, at + SIGNATURE_BYTES), at === 0)
    at += SIGNATURE_BYTES
  }
  return signatures
}

/** A byte each: 1 where the signature is good. */
function checkAll(block: Block): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readToCheck(block), (task) => (ed25519.isAccepted(task) ? 1 : 0))
}
