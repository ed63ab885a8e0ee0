/**
 * Many signatures to make or to check as one block of bytes, which goes to a thread without being copied: message by message, the
 * call of a thread would cost a tenth of a check.
 */
import type { KeyObject } from 'node:crypto'

/** A private key, and the name by which a thread knows it again: one name, one key. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
}

export interface ToSign {
  readonly key: SigningKey
  readonly message: Uint8Array
}

/** A key of 32 bytes and a signature of 64. */
export interface ToCheck {
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

export interface Block {
  readonly kind: 'sign' | 'check'
  readonly count: number
  /** Those that sign, each once. */
  readonly keys: readonly SigningKey[]
  readonly bytes: Uint8Array<ArrayBuffer>
}

export const PUBLIC_KEY_BYTES = 32
export const SIGNATURE_BYTES = 64
const NUMBER_BYTES = 4

/** Each: number of its key, length of the message, message. */
export function packToSign(tasks: readonly ToSign[]): Block {
  const numbers = new Map<string, number>()
  const keys: SigningKey[] = []
  for (const { key } of tasks) {
    if (numbers.has(key.kid)) continue
    numbers.set(key.kid, keys.push(key) - 1)
  }
  const bytes = blockFor(tasks, 2 * NUMBER_BYTES)
  let at = 0
  for (const { key, message } of tasks) {
    at = bytes.writeUInt32LE(numbers.get(key.kid)!, at)
    at = bytes.writeUInt32LE(message.length, at)
    bytes.set(message, at)
    at += message.length
  }
  return { kind: 'sign', count: tasks.length, keys, bytes }
}

export function* readToSign({ count, keys, bytes }: Block): Generator<ToSign> {
  const block = Buffer.from(bytes.buffer)
  for (let at = 0, read = 0; read < count; read += 1) {
    const key = keys[block.readUInt32LE(at)]!
    const start = at + 2 * NUMBER_BYTES
    at = start + block.readUInt32LE(at + NUMBER_BYTES)
    yield { key, message: block.subarray(start, at) }
  }
}

/** Each: public key, signature, length of the message, message. */
export function packToCheck(tasks: readonly ToCheck[]): Block {
  const bytes = blockFor(tasks, PUBLIC_KEY_BYTES + SIGNATURE_BYTES + NUMBER_BYTES)
  let at = 0
  for (const { publicKey, message, signature } of tasks) {
    bytes.set(publicKey, at)
    bytes.set(signature, at + PUBLIC_KEY_BYTES)
    at = bytes.writeUInt32LE(message.length, at + PUBLIC_KEY_BYTES + SIGNATURE_BYTES)
    bytes.set(message, at)
    at += message.length
  }
  return { kind: 'check', count: tasks.length, keys: [], bytes }
}

export function* readToCheck({ count, bytes }: Block): Generator<ToCheck> {
  const block = Buffer.from(bytes.buffer)
  for (let at = 0, read = 0; read < count; read += 1) {
    const publicKey = block.subarray(at, at + PUBLIC_KEY_BYTES)
    const signature = block.subarray(at + PUBLIC_KEY_BYTES, at + PUBLIC_KEY_BYTES + SIGNATURE_BYTES)
    const start = at + PUBLIC_KEY_BYTES + SIGNATURE_BYTES + NUMBER_BYTES
    at = start + block.readUInt32LE(start - NUMBER_BYTES)
    yield { publicKey, signature, message: block.subarray(start, at) }
  }
}

/** In memory of its own, or it could not be given away. */
function blockFor(tasks: readonly { message: Uint8Array }[], more: number) {
  const length = tasks.reduce((sum, { message }) => sum + more + message.length, 0)
  return Buffer.from(new ArrayBuffer(length))
}
