/** Makes ids: a prefix, ten characters of time and ten of chance, in Crockford base 32, so that ids sort by age. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '#platform/clock.ts'

export type Ids = (prefix: string) => string

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const HALF_CHARS = 10

export function randomIds(clock: Clock): Ids {
  return (prefix) => {
    let time = clock().getTime()
    const head: string[] = []
    for (let i = 0; i < HALF_CHARS; i += 1) {
      head.unshift(ALPHABET[time % 32]!)
      time = Math.floor(time / 32)
    }
    const tail = Array.from(randomBytes(HALF_CHARS), (byte) => ALPHABET[byte % 32]!)
    return `${prefix}_${head.join('')}${tail.join('')}`
  }
}
