/**
 * Bytes of a socket → whole MQTT packets, in bounded memory. A packet that is longer than may be is passed over without being held:
 * of it comes its beginning, which tells what it was and how to answer it.
 */

/** A type and flags, and at most four bytes of length. */
const HEADER_BYTES_MAX = 5
/** Of a packet that is too long: enough for a topic of ours and the packet's number. */
const BEGINNING_BYTES = 256
const FIRST_BYTES = 4_096

export interface Piece {
  /** A whole packet with its fixed header; or the beginning of one, where `tooLong`. */
  readonly bytes: Uint8Array
  readonly tooLong?: true
}

export interface Splitter {
  /** Ends with `malformed` where a length is no length: what follows cannot be told apart any more. */
  push(chunk: Uint8Array): readonly (Piece | 'malformed')[]
  /** From the next packet on. */
  limit(bytesMax: number): void
}

export function createSplitter(bytesMax: number): Splitter {
  const state: State = {
    bytesMax,
    header: [],
    packet: null,
    held: 0,
    size: 0,
    passing: 0,
    isDead: false,
  }
  return {
    limit: (max) => void (state.bytesMax = max),
    push(chunk) {
      const pieces: (Piece | 'malformed')[] = []
      let at = 0
      while (at < chunk.length && !state.isDead) at = step(state, chunk, at, pieces)
      return pieces
    },
  }
}

interface State {
  bytesMax: number
  /** Bytes of a fixed header that is not whole yet. */
  header: number[]
  /** What has come of the packet; null between packets. */
  packet: Uint8Array | null
  held: number
  /** Of the packet, or of the beginning that is kept of one that is too long. */
  size: number
  /** Still to be passed over. */
  passing: number
  isDead: boolean
}

function step(
  state: State,
  chunk: Uint8Array,
  at: number,
  pieces: (Piece | 'malformed')[],
): number {
  if (state.packet !== null) return fill(state, chunk, at, pieces)
  if (state.passing > 0) {
    const passed = Math.min(state.passing, chunk.length - at)
    state.passing -= passed
    return at + passed
  }
  const byte = chunk[at]!
  state.header.push(byte)
  const isMore = state.header.length === 1 || (byte & 0x80) !== 0
  if (isMore && state.header.length < HEADER_BYTES_MAX) return at + 1
  if (isMore) {
    state.isDead = true
    pieces.push('malformed')
    return at + 1
  }
  begin(state)
  // Without a body it is whole already.
  return state.held === state.size ? (finish(state, pieces), at + 1) : at + 1
}

function begin(state: State): void {
  const { header, bytesMax } = state
  const body = header
    .slice(1)
    .reduce((length, byte, place) => length + (byte & 0x7f) * 128 ** place, 0)
  const whole = header.length + body
  state.size = whole > bytesMax ? Math.min(whole, BEGINNING_BYTES) : whole
  state.passing = whole - state.size
  state.packet = new Uint8Array(Math.min(state.size, FIRST_BYTES))
  state.packet.set(header)
  state.held = header.length
  state.header = []
}

function fill(
  state: State,
  chunk: Uint8Array,
  at: number,
  pieces: (Piece | 'malformed')[],
): number {
  const come = Math.min(state.size - state.held, chunk.length - at)
  const needed = state.held + come
  if (needed > state.packet!.length) {
    // Grown with what has really come: a length alone reserves nothing.
    const grown = new Uint8Array(Math.min(state.size, Math.max(needed, state.packet!.length * 2)))
    grown.set(state.packet!.subarray(0, state.held))
    state.packet = grown
  }
  state.packet!.set(chunk.subarray(at, at + come), state.held)
  state.held = needed
  if (state.held === state.size) finish(state, pieces)
  return at + come
}

function finish(state: State, pieces: (Piece | 'malformed')[]): void {
  const bytes = state.packet!.subarray(0, state.size)
  state.packet = null
  pieces.push(state.passing > 0 ? { bytes, tooLong: true } : { bytes })
}
