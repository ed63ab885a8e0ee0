/**
 * One thread that makes and checks Ed25519 signatures, block by block. It signs with node:crypto, and checks with libsodium, which takes
 * half as long: an implementation that shares no line with the one that signed. Where libsodium is not installed node:crypto checks.
 */
import { sign, verify } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { rememberKeys } from '#platform/public-keys.ts'
import {
  readToCheck,
  readToSign,
  SIGNATURE_BYTES,
  type Block,
  type ToCheck,
} from '#platform/signature-block.ts'

const { isPlain } = workerData as { readonly isPlain: boolean }
const isAccepted = (isPlain ? undefined : await withSodium()) ?? withNode()

parentPort!.on('message', (block: Block) => {
  const answer = block.kind === 'sign' ? signAll(block) : checkAll(block)
  parentPort!.postMessage(answer, [answer.buffer])
})

function signAll(block: Block): Uint8Array<ArrayBuffer> {
  const signatures = new Uint8Array(block.count * SIGNATURE_BYTES)
  let at = 0
  for (const { key, message } of readToSign(block)) {
    signatures.set(sign(null, message, key), at)
    at += SIGNATURE_BYTES
  }
  return signatures
}

/** A byte each: 1 where the signature is good. */
function checkAll(block: Block): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readToCheck(block), (task) => (isAccepted(task) ? 1 : 0))
}

async function withSodium(): Promise<((task: ToCheck) => boolean) | undefined> {
  try {
    const { default: sodium } = await import('sodium-native')
    return ({ signature, message, publicKey }) =>
      sodium.crypto_sign_verify_detached(signature, message, publicKey)
  } catch {
    return undefined
  }
}

function withNode(): (task: ToCheck) => boolean {
  const keyOf = rememberKeys('Ed25519')
  return ({ signature, message, publicKey }) => {
    try {
      return verify(null, message, keyOf(publicKey), signature)
    } catch {
      // No point of the curve.
      return false
    }
  }
}
