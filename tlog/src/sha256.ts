// SHA-256 by @noble, without a new state for each message: a tree hashes thousands of short ones, and in a browser that has just
// opened the page, making the state takes longer than hashing.
import { sha256 as noble } from '@noble/hashes/sha2.js'

const blank = noble.create()
const state = noble.create()

function hash(message: Uint8Array): Uint8Array {
  const digest = new Uint8Array(noble.outputLen)
  blank._cloneInto(state).update(message).digestInto(digest)
  return digest
}

/** `create` is for a message that comes in pieces. */
export const sha256 = Object.assign(hash, { create: () => noble.create() })
