/** The hashes of RFC 6962 by node:crypto: the same as tlog's own, some three times faster. */
import { hash } from 'node:crypto'
import { merkleHasher } from 'tlog'

// A digest as text and back: as bytes it would come in memory of its own outside the heap, which costs several times the hash.
export const HASHER = merkleHasher((message) =>
  Buffer.from(hash('sha256', message, 'binary'), 'latin1'),
)
