/**
 * A stream of bytes → the escaped frames between delimiters, in bounded memory. Every 7E both ends a frame and may
 * begin the next one, so a lost delimiter costs one frame and never the stream. What is not a frame comes out
 * too, with its reason, so that it can be counted and looked at.
 */

/** `bytes` lie between delimiters, still escaped; with a `problem` they are what was kept of something that is no frame. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly problem?: 'outside_frame' | 'frame_too_long'
}

interface Splitter {
  push(chunk: Uint8Array): readonly Piece[]
}

/** A chunk of a socket is a Buffer, whose `subarray` makes Buffers, which cost more. */
const viewOf = (chunk: Uint8Array, from: number, size: number): Uint8Array =>
  new Uint8Array(chunk.buffer, chunk.byteOffset + from, size)

const NONE = new Uint8Array(0)
const DELIMITER = 0x7e
/** Escaped. A real frame is at most 1,045 bytes plain; this leaves room for the escapes of a plausible one. */
const ESCAPED_BYTES_MAX = 1500
/** How much of rubbish is kept to be looked at. */
const RUBBISH_BYTES_MAX = 64

export function createSplitter(bytesMax = ESCAPED_BYTES_MAX): Splitter {
  let isInside = false
  let isTooLong = false
  let held: Uint8Array = NONE

  const hold = (bytes: Uint8Array): void => {
    const limit = isInside && !isTooLong ? bytesMax : RUBBISH_BYTES_MAX
    if (isInside && held.length + bytes.length > bytesMax) isTooLong = true
    const room = Math.max(0, limit - held.length)
    const taken = bytes.subarray(0, room)
    if (taken.length === 0) return
    const grown = new Uint8Array(held.length + taken.length)
    grown.set(held)
    grown.set(taken, held.length)
    held = grown
  }

  const finish = (): Piece | null => {
    const bytes = held
    const problem = isTooLong ? 'frame_too_long' : isInside ? undefined : 'outside_frame'
    held = NONE
    isInside = true
    isTooLong = false
    if (bytes.length === 0) return null
    return problem ? { bytes: bytes.subarray(0, RUBBISH_BYTES_MAX), problem } : { bytes }
  }

  return {
    push(chunk) {
      const pieces: Piece[] = []
      let from = 0
      for (;;) {
        const end = chunk.indexOf(DELIMITER, from)
        if (end < 0) {
          hold(chunk.subarray(from))
          return pieces
        }
        const size = end - from
        if (isInside && held.length === 0 && size <= bytesMax) {
          // Whole within the chunk, as nearly all are: read where it lies. Whoever keeps it keeps the chunk.
          if (size > 0) pieces.push({ bytes: viewOf(chunk, from, size) })
        } else {
          hold(chunk.subarray(from, end))
          const piece = finish()
          if (piece) pieces.push(piece)
        }
        from = end + 1
      }
    },
  }
}
