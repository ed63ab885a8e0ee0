/**
 * The side of a party that keeps its signing key itself: makes the key, shows that it holds it, and signs what waits. It signs no
 * digest whose content it was not shown.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { ed25519Signer, utf8Decode, utf8Encode, type Signer } from 'tlog'
import { z } from 'zod'
import { possessionText, type OwnKey } from '#identity/contract.ts'
import { CommandError } from '#platform/command.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import { UnsignedStatement } from '#passport/contract.ts'
import { kidOf, partsInput } from '#passport/entry.ts'
import { digestPart, PublicPart, readPart } from '#passport/statement.ts'

const SEED_BYTES = 32

/** RFC 8037, with the private half. */
const PrivateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  d: z.string(),
  x: z.string(),
})

/** Writes a new key, readable by its owner alone, and answers what to enter it with. Throws where the file exists. */
export function makeKeyFile(file: string, organisationId: string): OwnKey {
  const seed = Uint8Array.from(randomBytes(SEED_BYTES))
  const key = ed25519Signer('party', seed)
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(key.publicKey) } as const
  const handle = openSync(file, 'wx', 0o600)
  writeSync(handle, `${JSON.stringify({ ...publicJwk, d: base64urlEncode(seed) })}\n`)
  fsyncSync(handle)
  closeSync(handle)
  const proof = key.sign(utf8Encode(possessionText(organisationId, kidOf(key.publicKey))))
  return { publicJwk, proof: base64urlEncode(proof) }
}

export function readKeyFile(file: string): Signer {
  const { d } = PrivateJwk.parse(JSON.parse(readFileSync(file, 'utf8')))
  return ed25519Signer('party', base64urlDecode(d))
}

/** Throws unless what is to be signed is this key's and says exactly what was shown. */
export function signShown(asked: UnsignedStatement, key: Signer): Uint8Array {
  const open = readPart(asked.public)
  const digests = (PublicPart.parse(open.content).documents ?? []).join()
  const shown = asked.documents.map((part) => base64urlEncode(digestPart(readPart(part)))).join()
  const kid = kidOf(key.publicKey)
  const input = partsInput(kid, open, readPart(asked.restricted))
  if (asked.kid !== kid)
    throw new CommandError(`it is to be signed with ${asked.kid}, not with ${kid}`)
  if (utf8Decode(input) !== asked.input || shown !== digests)
    throw new CommandError('what is to be signed is not what was shown')
  return key.sign(input)
}

/** Signs everything that waits at this address; answers a line for each. */
export async function signWaiting(
  address: string,
  apiKey: string,
  key: Signer,
): Promise<readonly string[]> {
  const call = async (path: string, body?: object): Promise<unknown> => {
    const reply = await fetch(new URL(path, address), {
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    if (!reply.ok) throw new CommandError(`${path}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  }
  const lines: string[] = []
  for (;;) {
    const listed = await call('/api/statements/unsigned')
    const { items } = z.object({ items: z.array(UnsignedStatement) }).parse(listed)
    if (items.length === 0) return lines
    for (const asked of items) {
      const { containerId, sequence } = asked
      const signature = base64urlEncode(signShown(asked, key))
      await call(`/api/containers/${containerId}/sign-statement`, { sequence, signature })
      const { event, at } = PublicPart.parse(asked.public.content)
      lines.push(`${containerId} ${sequence} ${event} ${at}`)
    }
  }
}
