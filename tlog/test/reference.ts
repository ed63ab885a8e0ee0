// RFC 6962 §2.1 word for word: slow, recursive, over the list of entries itself. It shares no line
// with the package, so that the package can be checked against it.
import { createHash } from 'node:crypto'

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

export class Reference {
  readonly entries: readonly Uint8Array[]
  readonly #roots = new Map<string, Uint8Array>()

  constructor(entries: readonly Uint8Array[]) {
    this.entries = entries
  }

  /** MTH(D[from:to]) */
  root(from: number, to: number): Uint8Array {
    const name = `${from}:${to}`
    let root = this.#roots.get(name)
    if (root === undefined) {
      root = this.#hash(from, to)
      this.#roots.set(name, root)
    }
    return root
  }

  #hash(from: number, to: number): Uint8Array {
    const n = to - from
    if (n === 0) return sha256()
    if (n === 1) return sha256(Uint8Array.of(0), this.entries[from] as Uint8Array)
    const k = split(n)
    return sha256(Uint8Array.of(1), this.root(from, from + k), this.root(from + k, to))
  }

  /** PATH(m, D[from:to]), each hash with the side it stands on. */
  #path(m: number, from: number, to: number): { side: string; hash: Uint8Array }[] {
    const n = to - from
    if (n === 1) return []
    const k = split(n)
    if (m < k)
      return [...this.#path(m, from, from + k), { side: 'R', hash: this.root(from + k, to) }]
    return [...this.#path(m - k, from + k, to), { side: 'L', hash: this.root(from, from + k) }]
  }

  /** SUBPROOF(m, D[from:to], b) */
  #subproof(m: number, from: number, to: number, b: boolean): { side: string; hash: Uint8Array }[] {
    const n = to - from
    if (m === n) return b ? [] : [{ side: '=', hash: this.root(from, to) }]
    const k = split(n)
    if (m <= k)
      return [...this.#subproof(m, from, from + k, b), { side: 'R', hash: this.root(from + k, to) }]
    const left = { side: 'L', hash: this.root(from, from + k) }
    return [...this.#subproof(m - k, from + k, to, false), left]
  }

  inclusion(index: number, size: number): Uint8Array[] {
    return this.#path(index, 0, size).map(({ hash }) => hash)
  }

  /** Which way each step of the proof goes: two sizes with the same shape share their proofs. */
  inclusionShape(index: number, size: number): string {
    return this.#path(index, 0, size)
      .map(({ side }) => side)
      .join('')
  }

  consistency(size1: number, size2: number): Uint8Array[] {
    return size1 === 0 ? [] : this.#subproof(size1, 0, size2, true).map(({ hash }) => hash)
  }

  consistencyShape(size1: number, size2: number): string {
    if (size1 === 0) return '0'
    if (size1 === size2) return '='
    const sides = this.#subproof(size1, 0, size2, true).map(({ side }) => side)
    return `:${sides.join('')}`
  }
}
