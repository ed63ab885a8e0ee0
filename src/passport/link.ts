/**
 * The link of a statement: what its entry shows to whoever knows the container's code, and to nobody else. From the code and a number
 * it follows which link the statement of that number bears; so a reader with a copy of the ledger finds whether another one follows,
 * and anybody finds a number that was given twice. Without the code, 128 bits of chance, links tell nothing, not even which belong together.
 */
import { sha256, utf8Encode } from 'tlog'

export const LINK_BYTES = 16

export function linkOf(code: string, sequence: number): Uint8Array {
  return sha256(utf8Encode(`landbridge link v1\n${code}\n${sequence}\n`)).slice(0, LINK_BYTES)
}
