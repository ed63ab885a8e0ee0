/**
 * The keys organisations sign their statements with: made here and kept sealed, or made and kept by the organisation, which then
 * signs itself. One at a time; a key that is replaced is revoked and said so, and what it signed before stays signed.
 */
import { createHash } from 'node:crypto'
import { utf8Encode, verifyEd25519 } from 'tlog'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { KeyKeeper, PublicJwk } from '#kernel/public-key.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { say } from '#platform/outbox.ts'
import { signatureThreads } from '#platform/signature-threads.ts'
import { ed25519Key, makeEd25519, type Resealing, type Signer } from '#platform/signer.ts'
import {
  organisationKeyMade,
  organisationKeyRevoked,
  possessionText,
  type Organisation,
  type OrganisationPublicKey,
  type OwnKey,
} from '#identity/contract.ts'
import type { KeyRevocation } from '#kernel/public-key.ts'
import { identityProblem } from '#identity/identity.ts'
import {
  findActiveOrganisationKey,
  findOrganisationKey,
  insertEndedKey,
  insertOrganisationKey,
  isEndedKey,
  lockKid,
  markOrganisationKeyRevoked,
  readActiveOrganisationKeys,
  readAllKeys,
  readKeyOwners,
  readOrganisationKeys,
  updateSealedSeed,
  type OrganisationKeyRow,
} from '#identity/key-store.ts'
import { findOrganisation, lockOrganisation } from '#identity/store.ts'

const KEYS_LISTED_MAX = 200

export interface OrganisationKey {
  readonly kid: string
  readonly publicJwk: PublicJwk
  /** Null where the organisation keeps the key itself: it signs elsewhere, later. */
  readonly sign: ((bytes: Uint8Array) => Promise<Uint8Array>) | null
}

/** The keys that these organisations sign with now. */
export async function organisationKeys(
  tx: Tx,
  signer: Signer,
  organisationIds: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, OrganisationKey>> {
  const asked = [...new Set(organisationIds)]
  const rows = await readActiveOrganisationKeys(tx, asked)
  if (rows.length < asked.length) throw identityProblem('identity.organisation_absent')
  return new Map(rows.map((row) => [row.organisationId, openKey(signer, row)]))
}

function openKey(
  signer: Signer,
  { kid, publicX, sealedSeed }: OrganisationKeyRow,
): OrganisationKey {
  if (sealedSeed === null) return { kid, publicJwk: jwkOf(publicX), sign: null }
  const key = { kid, privateKey: ed25519Key(signer.open(sealedSeed, purposeOf(kid))) }
  return {
    kid,
    publicJwk: jwkOf(publicX),
    sign: (bytes) => signatureThreads.sign(key, bytes),
  }
}

/** The keys an organisation signs, and signed, with: old statements are checked by old keys. */
export async function listOrganisationKeys(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<OrganisationPublicKey[]> {
  return (await readOrganisationKeys(tx, organisationId, KEYS_LISTED_MAX)).map(toPublicKey)
}

/** For whoever keeps the installation: every key there is, and whether what is sealed here opens. */
export async function listAllKeys(tx: Tx, signer: Signer) {
  return (await readAllKeys(tx)).map(({ names, key }) => ({
    organisationId: key.organisationId,
    names,
    ...toPublicKey(key),
    opens: key.sealedSeed === null || isOpened(signer, key.sealedSeed, key.kid),
  }))
}

function isOpened(signer: Signer, sealed: Uint8Array, kid: string): boolean {
  try {
    signer.open(sealed, purposeOf(kid))
    return true
  } catch {
    return false
  }
}

/** Every seed that is kept here, sealed anew; answers how many. */
export async function resealKeys(tx: Tx, { from, to }: Resealing): Promise<number> {
  let count = 0
  for (const { key } of await readAllKeys(tx)) {
    if (key.sealedSeed === null) continue
    const purpose = purposeOf(key.kid)
    await updateSealedSeed(tx, key.kid, to.seal(from.open(key.sealedSeed, purpose), purpose))
    count += 1
  }
  return count
}

interface KeyMaking {
  readonly signer: Signer
  readonly now: Date
}

export async function makeFirstKey(
  tx: Tx,
  making: KeyMaking,
  organisation: Organisation,
): Promise<void> {
  await enterKey(tx, organisation, makeKept(making.signer), making.now)
}

/** Enters a new key and revokes the one before, in one transaction: there is no moment without a key, nor with two. */
export async function replaceKey(
  tx: Tx,
  { signer, now }: KeyMaking,
  organisationId: OrganisationId,
  { reason, own }: { readonly reason: KeyRevocation; readonly own?: OwnKey | undefined },
): Promise<OrganisationPublicKey> {
  await lockOrganisation(tx, organisationId)
  const organisation = await findOrganisation(tx, organisationId)
  const former = await findActiveOrganisationKey(tx, organisationId)
  if (!organisation || !former) throw identityProblem('identity.organisation_absent')
  const next = own ? verifyOwn(own, organisationId) : makeKept(signer)
  await markOrganisationKeyRevoked(tx, former.kid, { at: now, reason })
  const entered = await enterKey(tx, organisation, next, now)
  await say(tx, organisationKeyRevoked, { organisationId, kid: former.kid, reason })
  return toPublicKey(entered)
}

/**
 * A key that the ledger says was ended, though this database does not know: a newer copy of it was lost. Puts one that is kept here in its
 * place and answers whose it is; undefined where the key is ended here, too, or is not known here: then its end is remembered, so that
 * it is never entered again.
 */
export async function acceptEndedKey(
  tx: Tx,
  { signer, now }: KeyMaking,
  kid: string,
  reason: KeyRevocation,
): Promise<{ readonly organisationId: OrganisationId; readonly wasOwn: boolean } | undefined> {
  await lockKid(tx, kid)
  const former = await findOrganisationKey(tx, kid)
  if (former === undefined) await insertEndedKey(tx, { kid, reason, notedAt: now })
  if (former === undefined || former.revoked !== null) return undefined
  const { organisationId } = former
  await lockOrganisation(tx, organisationId)
  const organisation = await findOrganisation(tx, organisationId)
  if (!organisation) throw identityProblem('identity.organisation_absent')
  await markOrganisationKeyRevoked(tx, kid, { at: now, reason })
  await enterKey(tx, organisation, makeKept(signer), now)
  return { organisationId, wasOwn: former.sealedSeed === null }
}

/** Whose keys these are, as far as they are known here. */
export async function listKeyOwners(
  tx: Tx,
  kids: readonly string[],
): Promise<ReadonlyMap<string, OrganisationId>> {
  return new Map(await readKeyOwners(tx, kids))
}

type NewKey = Pick<OrganisationKeyRow, 'kid' | 'publicX' | 'sealedSeed'>

function makeKept(signer: Signer): NewKey {
  const { publicKey, seed } = makeEd25519()
  const publicX = Buffer.from(publicKey).toString('base64url')
  const kid = thumbprint(jwkOf(publicX))
  return { kid, publicX, sealedSeed: signer.seal(seed, purposeOf(kid)) }
}

function verifyOwn({ publicJwk, proof }: OwnKey, organisationId: OrganisationId): NewKey {
  const kid = thumbprint(publicJwk)
  const signed = utf8Encode(possessionText(organisationId, kid))
  const publicKey = Buffer.from(publicJwk.x, 'base64url')
  if (!verifyEd25519(publicKey, signed, Buffer.from(proof, 'base64url')))
    throw identityProblem('identity.key_not_possessed')
  return { kid, publicX: publicJwk.x, sealedSeed: null }
}

async function enterKey(
  tx: Tx,
  organisation: Organisation,
  key: NewKey,
  createdAt: Date,
): Promise<OrganisationKeyRow> {
  const { id, kind, names, creditCode } = organisation
  await lockKid(tx, key.kid)
  const isFresh =
    !(await isEndedKey(tx, key.kid)) &&
    (await insertOrganisationKey(tx, { ...key, organisationId: id, createdAt }))
  if (!isFresh) throw identityProblem('identity.key_known')
  await say(tx, organisationKeyMade, {
    organisationId: id,
    kind,
    names,
    creditCode,
    keptBy: keeperOf(key),
    kid: key.kid,
    publicJwk: jwkOf(key.publicX),
  })
  return { ...key, organisationId: id, createdAt, revoked: null }
}

function toPublicKey(key: OrganisationKeyRow): OrganisationPublicKey {
  const { kid, publicX, createdAt, revoked } = key
  return {
    kid,
    publicJwk: jwkOf(publicX),
    keptBy: keeperOf(key),
    createdAt: createdAt.toISOString() as Timestamp,
    revoked: revoked && { at: revoked.at.toISOString() as Timestamp, reason: revoked.reason },
  }
}

const keeperOf = ({ sealedSeed }: Pick<NewKey, 'sealedSeed'>): KeyKeeper =>
  sealedSeed === null ? 'organisation' : 'platform'

function jwkOf(x: string): PublicJwk {
  return { kty: 'OKP', crv: 'Ed25519', x }
}

/** RFC 7638: SHA-256 over the required members in alphabetical order, without a space. */
export function thumbprint({ crv, kty, x }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
}

export function purposeOf(kid: string): string {
  return `organisation key ${kid}`
}
