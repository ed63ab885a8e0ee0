// SHA-256 (FIPS 180-4) of a message that is there as a whole. @noble's is as fast once it is compiled; a page just opened runs it
// before that, and there one function of plain loops, without calls inside them, takes a fraction of the time.
import { sha256 as noble } from '@noble/hashes/sha2.js'

const BLOCK_BYTES = 64
const LENGTH_BYTES = 8

/** The first 32 bits of the fractional parts of the square roots of the first eight primes. */
const INITIAL = Int32Array.from([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
])

/** And of the cube roots of the first sixty-four. */
const ROUND = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
])

// One of each for ever: nothing here waits for anything, so no two messages are hashed at once.
const state = new Int32Array(INITIAL.length)
const words = new Int32Array(ROUND.length)
const tail = new Uint8Array(2 * BLOCK_BYTES)

function hash(message: Uint8Array): Uint8Array {
  state.set(INITIAL)
  const { length } = message
  const rest = length % BLOCK_BYTES
  compress(message, length - rest)
  tail.fill(0)
  for (let i = 0; i < rest; i++) tail[i] = message[length - rest + i]!
  tail[rest] = 0x80
  const end = rest + 1 + LENGTH_BYTES > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES
  // The length in bits, and 2^53 of them need no more than these seven bytes.
  let bits = length * 8
  for (let at = end - 1; bits > 0; at--) {
    tail[at] = bits % 256
    bits = Math.floor(bits / 256)
  }
  compress(tail, end)
  const digest = new Uint8Array(4 * state.length)
  for (let i = 0; i < digest.length; i++) digest[i] = state[i >> 2]! >>> (24 - 8 * (i & 3))
  return digest
}

/** FIPS 180-4 §6.2.2, for each block of the first `end` bytes. */
function compress(bytes: Uint8Array, end: number): void {
  for (let at = 0; at < end; at += BLOCK_BYTES) {
    for (let i = 0, from = at; i < 16; i++, from += 4)
      words[i] =
        (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!
    for (let i = 16; i < 64; i++) {
      const x = words[i - 15]!
      const y = words[i - 2]!
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
      words[i] = words[i - 16]! + s0 + words[i - 7]! + s1
    }
    let a = state[0]!
    let b = state[1]!
    let c = state[2]!
    let d = state[3]!
    let e = state[4]!
    let f = state[5]!
    let g = state[6]!
    let h = state[7]!
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const t1 = (h + s1 + (g ^ (e & (f ^ g))) + ROUND[i]! + words[i]!) | 0
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const t2 = s0 + ((a & b) ^ (c & (a ^ b)))
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    state[0]! += a
    state[1]! += b
    state[2]! += c
    state[3]! += d
    state[4]! += e
    state[5]! += f
    state[6]! += g
    state[7]! += h
  }
}

/** `create` is for a message that comes in pieces. */
export const sha256 = Object.assign(hash, { create: () => noble.create() })
