/** The points of Ed25519 by RFC 8032 §5.1.3–5.1.4, slow and plain: for the equation with the cofactor, which Node's library does not ask. */
const P = 2n ** 255n - 19n
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

const mod = (value: bigint): bigint => ((value % P) + P) % P
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let [square, rest] = [mod(base), exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square)
    square = mod(square * square)
  }
  return result
}
const D = mod(-121665n * power(121666n, P - 2n))
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n)

/** Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
export type Point = readonly [X: bigint, Y: bigint, Z: bigint, T: bigint]

export const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)

/** Undefined unless this is the one spelling of a point. */
export function decompress(bytes: Uint8Array): Point | undefined {
  const word = littleEndian(bytes)
  const sign = word >> 255n
  const y = word & (2n ** 255n - 1n)
  if (y >= P) return undefined
  const u = mod(y * y - 1n)
  const v = mod(D * y * y + 1n)
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n))
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT_OF_MINUS_ONE)
  if (mod(v * x * x) !== u || (x === 0n && sign === 1n)) return undefined
  if ((x & 1n) !== sign) x = P - x
  return [x, y, 1n, mod(x * y)]
}

export function add([X1, Y1, Z1, T1]: Point, [X2, Y2, Z2, T2]: Point): Point {
  const [a, b] = [mod((Y1 - X1) * (Y2 - X2)), mod((Y1 + X1) * (Y2 + X2))]
  const [c, d] = [mod(T1 * 2n * D * T2), mod(Z1 * 2n * Z2)]
  const [e, f, g, h] = [b - a, d - c, d + c, b + a]
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)]
}

export function times(factor: bigint, point: Point): Point {
  let result: Point = [0n, 1n, 1n, 0n]
  for (let [doubled, rest] = [point, factor]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, doubled)
    doubled = add(doubled, doubled)
  }
  return result
}

export const isSame = ([X1, Y1, Z1]: Point, [X2, Y2, Z2]: Point): boolean =>
  mod(X1 * Z2 - X2 * Z1) === 0n && mod(Y1 * Z2 - Y2 * Z1) === 0n

export const NEUTRAL: Point = [0n, 1n, 1n, 0n]

/** y = 4/5, x even. */
export const BASE = decompress(
  Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0x58 : 0x66)),
)!
