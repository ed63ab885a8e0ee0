/** The hashes of RFC 6962 by node:crypto: the same as tlog's own, some ten times faster. */
import { createHash } from 'node:crypto'
import { merkleHasher } from 'tlog'

export const HASHER = merkleHasher((message) => createHash('sha256').update(message).digest())
