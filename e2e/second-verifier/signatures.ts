/** Ed25519, ML-DSA-44, C2SP keys, signed checkpoints and cosignatures. */
import { createHash, createPublicKey, verify as cryptoVerify } from 'node:crypto'
import {
  add,
  BASE,
  decompress,
  isSame,
  littleEndian,
  NEUTRAL,
  ORDER,
  times,
  type Point,
} from './edwards.ts'
import { as, canonical, count, decode, must, refuse, sha256 } from './bytes.ts'

export type Cosigned = { name: string; seconds: number }

/** With the cofactor, R and key in their one spelling, no key of small order. Node's library is asked first: what it accepts holds. */
export function ed25519(key: Buffer, message: Uint8Array | string, signature: Buffer): boolean {
  if (key.length !== 32 || signature.length !== 64) return false
  const [point, commitment] = [decompress(key), decompress(signature.subarray(0, 32))]
  const scalar = littleEndian(signature.subarray(32))
  if (!point || !commitment || scalar >= ORDER || isSame(times(8n, point), NEUTRAL)) return false
  return isAccepted(key, message, signature) || holds(scalar, commitment, point)
  function holds(s: bigint, r: Point, a: Point): boolean {
    const hash = createHash('sha512').update(signature.subarray(0, 32)).update(key).update(message)
    const k = littleEndian(hash.digest()) % ORDER
    return isSame(times(8n, times(s, BASE)), times(8n, add(r, times(k, a))))
  }
}

function isAccepted(key: Buffer, message: Uint8Array | string, signature: Buffer): boolean {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') }
    return cryptoVerify(
      null,
      Buffer.from(message),
      createPublicKey({ key: jwk, format: 'jwk' }),
      signature,
    )
  } catch {
    return false
  }
}

function mlDsa44(key: Buffer, message: Uint8Array, signature: Buffer): boolean {
  const spki = Buffer.concat([
    Buffer.from('30820532300b06096086480165030403110382052100', 'hex'),
    key,
  ])
  try {
    return cryptoVerify(
      null,
      message,
      createPublicKey({ key: spki, format: 'der', type: 'spki' }),
      signature,
    )
  } catch {
    return false
  }
}

export const thumbprint = (key: Buffer): string =>
  sha256(canonical({ crv: 'Ed25519', kty: 'OKP', x: key.toString('base64url') })).toString(
    'base64url',
  )

export type Vkey = { name: string; id: Buffer; type: number; key: Buffer }

export function readVkey(vkey: string): Vkey {
  const [, name = '', id = '', data = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? refuse('vkey', 'not name+id+key')
  const bytes = decode(data, 'base64')
  must(
    sha256(`${name}\n`, bytes).toString('hex', 0, 4) === id,
    'vkey',
    'the id does not follow from name and key',
  )
  return { name, id: Buffer.from(id, 'hex'), type: bytes[0]!, key: bytes.subarray(1) }
}

export function ledgerKey(vkey: string): Vkey {
  const key = as('vkey', () => readVkey(vkey))
  must(key.type === 1 && key.key.length === 32, 'vkey', 'not an Ed25519 key')
  return key
}

export type Checkpoint = {
  text: string
  origin: string
  size: number
  root: Buffer
  signatures: { name: string; payload: Buffer }[]
}

export function readCheckpoint(note: string, ledger: Vkey): Checkpoint {
  const end = note.indexOf('\n\n')
  must(end > 0 && note.endsWith('\n'), 'checkpoint', 'not a signed note')
  const body = note.slice(0, end + 1)
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map((line) => {
      const [, name = '', payload = ''] =
        /^— ([^+\s]+) (\S+)$/.exec(line) ?? refuse('checkpoint', 'not a signature line')
      return { name, payload: as('checkpoint', () => decode(payload, 'base64')) }
    })
  const byLedger = signatures.filter(
    ({ name, payload }) => name === ledger.name && payload.subarray(0, 4).equals(ledger.id),
  )
  must(
    byLedger.length === 1 && byLedger[0] === signatures[0],
    'checkpoint_signature',
    'not first and once signed by the ledger',
  )
  must(
    ed25519(ledger.key, body, signatures[0]!.payload.subarray(4)),
    'checkpoint_signature',
    'bad signature',
  )
  const [, origin = '', size = '', root = ''] =
    /^([^\n]+)\n(0|[1-9]\d*)\n([^\n]+)\n$/.exec(body) ?? refuse('checkpoint', 'not three lines')
  must(origin === ledger.name, 'checkpoint', 'another origin')
  return {
    text: body,
    origin,
    size: as('checkpoint', () => count(Number(size))),
    root: as('checkpoint', () => decode(root, 'base64', 32)),
    signatures,
  }
}

const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}
const withLength = (value: string): Buffer =>
  Buffer.concat([Buffer.of(Buffer.byteLength(value)), Buffer.from(value)])

export function cosignature(
  witness: Vkey,
  { name, payload }: { name: string; payload: Buffer },
  head: Checkpoint,
): Cosigned {
  must(
    name === witness.name && payload.subarray(0, 4).equals(witness.id) && payload.length > 12,
    'witness',
    'keys and lines differ',
  )
  const time = payload.subarray(4, 12)
  const seconds = as('witness', () => count(Number(time.readBigUInt64BE())))
  must(seconds > 0, 'witness', 'no time: says nothing about the largest head')
  const signature = payload.subarray(12)
  const good =
    witness.type === 4
      ? ed25519(witness.key, `cosignature/v1\ntime ${seconds}\n${head.text}`, signature)
      : witness.type === 6 &&
        mlDsa44(
          witness.key,
          Buffer.concat([
            Buffer.from('subtree/v1\n\0'),
            withLength(name),
            time,
            withLength(head.origin),
            uint64(0),
            uint64(head.size),
            head.root,
          ]),
          signature,
        )
  must(good, 'checkpoint_signature', `bad cosignature of ${name}`)
  return { name, seconds }
}
