/**
 * Whose key signs: the ledger's own key vouches for each party's public one, in an entry that stands before anything signed with it.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { KeyKeeper } from '#kernel/public-key.ts'
import type { Tx } from '#platform/database.ts'
import type { Signer } from '#platform/signer.ts'
import { listOrganisations, organisationKeys, type OrganisationKey } from '#identity'
import { base64urlDecode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { keyInput, kidOf, sealEntry, UNNAMED_KINDS } from '#passport/entry.ts'
import { queueEntry } from '#passport/ledger-store.ts'
import type { LogKey } from '#passport/log-key.ts'
import { isSignedEd25519 } from '#passport/node-signatures.ts'
import { digestPart, SALT_BYTES, type SaltedPart } from '#passport/statement.ts'
import { insertKey, listKeys, type AttestedKey } from '#passport/store.ts'

export interface Signing {
  /** Opens the parties' sealed keys. */
  readonly signer: Signer
  /** Vouches for their public ones. */
  readonly logKey: LogKey
}

type KeyOwner = Pick<AttestedKey, 'organisationId' | 'kind'> & {
  readonly names: { readonly zh: string; readonly en: string; readonly ru: string }
  readonly creditCode: string | null
}

type NewKey = Pick<OrganisationKey, 'kid' | 'publicJwk'> & { readonly keptBy: KeyKeeper }

/** Enters whose key it is; a key that is known is left as it is. */
export async function attestKey(
  tx: Tx,
  signing: Signing,
  owner: KeyOwner,
  key: NewKey,
): Promise<void> {
  const [known] = await listKeys(tx, [key.kid])
  if (!known) await enterKey(tx, signing, owner, key)
}

async function enterKey(
  tx: Tx,
  { logKey }: Signing,
  owner: KeyOwner,
  key: NewKey,
): Promise<AttestedKey> {
  const { organisationId, kind, names, creditCode } = owner
  const restricted = salted({ names: { ...names }, creditCode })
  const told = UNNAMED_KINDS.includes(kind) ? null : names
  const input = keyInput(kidOf(logKey.publicKey), {
    publicKey: base64urlDecode(key.publicJwk.x),
    keptBy: key.keptBy,
    kind,
    ...(told && { names: told }),
    restrictedDigest: digestPart(restricted),
  })
  const attested = { kid: key.kid, organisationId, kind, names: told, restricted }
  await insertKey(tx, attested, await queueEntry(tx, sealEntry(input, logKey.sign(input))))
  return attested
}

export interface SigningParty {
  readonly key: OrganisationKey
  readonly publicKey: Uint8Array
  readonly attested: AttestedKey
}

/** The keys that these organisations sign with now, each attested. */
export async function openParties(
  tx: Tx,
  signing: Signing,
  organisationIds: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, SigningParty>> {
  const keys = await organisationKeys(tx, signing.signer, organisationIds)
  const known = await listKeys(
    tx,
    [...keys.values()].map(({ kid }) => kid),
  )
  const parties = new Map<OrganisationId, SigningParty>()
  for (const { id: organisationId, ...owner } of await listOrganisations(tx, organisationIds)) {
    const key = keys.get(organisationId)!
    const attested =
      known.find(({ kid }) => kid === key.kid) ??
      (await enterKey(tx, signing, { organisationId, ...owner }, { ...key, keptBy: keeperOf(key) }))
    const publicKey = base64urlDecode(key.publicJwk.x)
    parties.set(organisationId, { key, publicKey, attested })
  }
  return parties
}

const keeperOf = ({ sign }: OrganisationKey): KeyKeeper =>
  sign === null ? 'organisation' : 'platform'

export function salted(content: JsonObject): SaltedPart {
  return { content, salt: Uint8Array.from(randomBytes(SALT_BYTES)) }
}

/** A key that is kept here. */
export interface KeptKey {
  readonly kid: string
  readonly publicKey: Uint8Array
  readonly sign: NonNullable<OrganisationKey['sign']>
}

/** What is entered stays: a signature that a fault has spoilt would spoil the container's history for ever, so it is checked first. */
export async function signedEntry(
  { kid, publicKey, sign }: KeptKey,
  input: Uint8Array,
): Promise<Uint8Array> {
  const signature = await sign(input)
  assert(await isSignedEd25519({ publicKey, input, signature }), `the key ${kid} signs wrongly`)
  return sealEntry(input, signature)
}
