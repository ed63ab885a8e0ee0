// Ed25519 signatures at the edges of the rules, where libraries differ: points with a part of small order, points and scalars in a
// second spelling, the identity. Made here from the group itself, so that every kind is there, and not only those somebody thought of.
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, hexDecode, utf8Encode } from 'tlog'

export interface EdgeSignature {
  readonly what: string
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

type Point = InstanceType<typeof ed25519.Point>

const FIELD_ORDER = 2n ** 255n - 19n
const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
/** A point of order 8: its multiples are all points of small order. */
const TORSION = ed25519.Point.fromBytes(
  hexDecode('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'),
  true,
)
const SMALL: readonly Point[] = Array.from({ length: 8 }, (_, at) =>
  at === 0 ? ed25519.Point.ZERO : TORSION.multiply(BigInt(at)),
)
const MESSAGE = utf8Encode('已装车')

/** Some thousand: a key and a commitment, each with each part of small order and in each of its spellings. */
export function edgeSignatures(): EdgeSignature[] {
  return [0n, 7_919n].flatMap((secret) =>
    [0n, 104_729n].flatMap((nonce) => signaturesBy(secret, nonce)),
  )
}

function signaturesBy(secret: bigint, nonce: bigint): EdgeSignature[] {
  return SMALL.flatMap((keyPart, k) =>
    spellings(multiple(secret).add(keyPart)).flatMap((publicKey, keySpelling) =>
      SMALL.flatMap((part, r) =>
        spellings(multiple(nonce).add(part)).flatMap((commitment, spelling) => {
          const hashed = sha512(concatBytes(commitment, publicKey, MESSAGE))
          const s = (nonce + fromLittleEndian(hashed) * secret) % GROUP_ORDER
          const what = `a=${secret}+${k}T/${keySpelling} r=${nonce}+${r}T/${spelling}`
          return [s, s + GROUP_ORDER].map((scalar, number) => ({
            what: `${what} s/${number}`,
            publicKey,
            message: MESSAGE,
            signature: concatBytes(commitment, toLittleEndian(scalar)),
          }))
        }),
      ),
    ),
  )
}

const multiple = (scalar: bigint): Point =>
  scalar === 0n ? ed25519.Point.ZERO : ed25519.Point.BASE.multiply(scalar)

/** The one of RFC 8032, and those that only a lenient reader takes: y + p where that fits, a sign on x = 0. */
function spellings(point: Point): Uint8Array[] {
  const { x, y } = point.toAffine()
  const sign = (x & 1n) << 255n
  const words = [y | sign]
  if (y < 19n) words.push((y + FIELD_ORDER) | sign)
  if (x === 0n) words.push(...words.map((word) => word | (1n << 255n)))
  return words.map(toLittleEndian)
}

function toLittleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n))
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}
