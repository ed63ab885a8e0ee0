/**
 * Where Node keeps what it made of our TypeScript. A program found there starts in half the time and without the compiler,
 * which is some 25 MB that a process would hold for as long as it runs. Node looks entries up by the digest of the source.
 *
 * Beside the programs, not in the system's temporary folder, where somebody else could have put theirs; where we
 * may not write, Node goes on without.
 */
import { fileURLToPath } from 'node:url'

export const COMPILE_CACHE = fileURLToPath(
  new URL('../../node_modules/.cache/landbridge', import.meta.url),
)
