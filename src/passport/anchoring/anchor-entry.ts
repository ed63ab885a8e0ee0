/**
 * The ledger's receipt for an anchor: an entry, signed with the ledger's own key, that says where on which chain a checkpoint of
 * this ledger stands.
 *
 * It stands in the ledger itself, so that every byte of it is under a signature and in a tree, also for a reader without a network;
 * whether the chain agrees can be asked of any node.
 */
import { z } from 'zod'
import { base64Decode, base64Encode, HASH_BYTES, VerificationError } from 'tlog'
import { parseJws, signingInput } from '#passport/entry.ts'

export const ANCHOR_TYP = 'landbridge-anchor+jws'

const Address = z.string().regex(/^0x[0-9a-f]{40}$/)
const Hash = z.string().regex(/^0x[0-9a-f]{64}$/)

const AnchorPayload = z.strictObject({
  block: z.strictObject({
    /** The block's own time, in seconds since 1970 as the chain has it. */
    at: z.int().min(0),
    hash: Hash,
    number: z.int().min(0),
  }),
  chainId: z.int().min(1),
  contract: Address,
  event: z.literal('anchored'),
  origin: z.string(),
  root: z.string(),
  size: z.int().min(1),
  transaction: Hash,
  v: z.literal(1),
})

/** Where a checkpoint stands on a chain. Addresses and hashes in lower-case hex, as the chain's RPC writes them. */
export interface AnchorReceipt {
  readonly chainId: number
  readonly contract: string
  readonly transaction: string
  readonly block: { readonly number: number; readonly hash: string; readonly at: number }
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

export interface AnchorEntry extends AnchorReceipt {
  /** The log's. */
  readonly signerKid: string
  /** What was signed, and the signature. */
  readonly input: Uint8Array
  readonly signature: Uint8Array
}

/** What the log's key signs. */
export function anchorInput(signerKid: string, receipt: AnchorReceipt): Uint8Array {
  const { chainId, contract, transaction, block, origin, size, root } = receipt
  const payload = AnchorPayload.parse({
    block: { at: block.at, hash: block.hash, number: block.number },
    chainId,
    contract,
    event: 'anchored',
    origin,
    root: base64Encode(root),
    size,
    transaction,
    v: 1,
  })
  return signingInput(ANCHOR_TYP, signerKid, payload)
}

/** Throws unless the text is an anchor's entry in its one spelling; the signature is yet to be checked. */
export function parseAnchorEntry(entry: string): AnchorEntry {
  const { kid: signerKid, payload, ...signed } = parseJws(entry, ANCHOR_TYP, AnchorPayload)
  const root = base64Decode(payload.root)
  if (root.length !== HASH_BYTES)
    throw new VerificationError('proof.malformed', `a root is ${HASH_BYTES} bytes`)
  const { block, chainId, contract, transaction, origin, size } = payload
  return { signerKid, block, chainId, contract, transaction, origin, size, root, ...signed }
}
