/**
 * How a step becomes a statement in the ledger: drafted under salted digests, signed with its party's key, entered. A party that
 * keeps its key itself signs later; what follows in the same container waits until then, because each statement names the
 * one before it by its hash.
 *
 * Everything here holds the ledger's next place from its first question on, so that two transactions never continue one container.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { utf8Encode, verifyEd25519 } from 'tlog'
import { StepDocument } from '#kernel/document.ts'
import type { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Signer } from '#platform/signer.ts'
import { getOrganisation, organisationKey } from '#identity'
import type { KeyRevocation } from '#identity/contract.ts'
import type { ContainerId, StepTaken } from '#booking/contract.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { passportProblem } from '#passport/contract.ts'
import { keyInput, kidOf, revocationInput, sealEntry, statementInput } from '#passport/entry.ts'
import { holdNextPlace, queueEntry } from '#passport/ledger-store.ts'
import type { LogKey } from '#passport/log-key.ts'
import { PASSPORT_CODE_BYTES, passportCodeOf, type PassportCode } from '#passport/passport.ts'
import { digestPart, SALT_BYTES, type SaltedPart } from '#passport/statement.ts'
import {
  findLastStatement,
  findPassport,
  insertKey,
  insertPassport,
  insertStatement,
  listKeys,
  markKeyRevoked,
  type AttestedKey,
} from '#passport/store.ts'
import {
  deleteUnsigned,
  insertUnsigned,
  listContainersWaitingFor,
  listUnsigned,
  updateDraft,
  type Draft,
} from '#passport/unsigned-store.ts'

/** Their names are a trade secret: who buys from whom, and through whom. */
const UNNAMED: readonly OrganisationKind[] = ['exporter', 'forwarder', 'consignee']

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

/** Enters whose key it is; a key that is known is left as it is. */
export async function attestKey(
  tx: Tx,
  { logKey }: Signing,
  owner: KeyOwner,
  key: { readonly kid: string; readonly publicJwk: { readonly x: string } },
): Promise<AttestedKey> {
  const [known] = await listKeys(tx, [key.kid])
  if (known) return known
  const { organisationId, kind, names, creditCode } = owner
  const restricted = salted({ names: { ...names }, creditCode })
  const told = UNNAMED.includes(kind) ? null : names
  const input = keyInput(kidOf(logKey.publicKey), {
    publicKey: base64urlDecode(key.publicJwk.x),
    kind,
    ...(told && { names: told }),
    restrictedDigest: digestPart(restricted),
  })
  const attested = { kid: key.kid, organisationId, kind, names: told, restricted }
  await insertKey(tx, attested, await queueEntry(tx, sealed(input, logKey.sign(input))))
  return attested
}

/** Enters that nothing signed with the key counts from here on, and drafts again what waited for it. */
export async function revokeKey(
  tx: Tx,
  signing: Signing,
  revoked: { readonly organisationId: OrganisationId; readonly kid: string },
  reason: KeyRevocation,
): Promise<void> {
  const { logKey } = signing
  const { kid, organisationId } = revoked
  const input = revocationInput(kidOf(logKey.publicKey), { kid, reason })
  await markKeyRevoked(tx, kid, await queueEntry(tx, sealed(input, logKey.sign(input))))
  for (const containerId of await listContainersWaitingFor(tx, organisationId))
    await goOn(tx, signing, containerId)
}

/** Makes the step a statement, or puts it behind what waits in its container. */
export async function state(tx: Tx, signing: Signing, step: StepTaken, now: Date): Promise<void> {
  await holdNextPlace(tx)
  const code = await codeOf(tx, step, now)
  const waiting = await listUnsigned(tx, step.containerId)
  const last = waiting.at(-1)?.step ?? (await findLastStatement(tx, step.containerId))
  assert.equal(step.sequence, (last?.sequence ?? 0) + 1, 'the steps of a container come in order')
  const isNext = waiting.length === 0
  const draft = isNext ? await enterOrDraft(tx, signing, code, step) : null
  if (draft !== null || !isNext) await insertUnsigned(tx, { step, saidAt: now, draft })
}

/** The signature of a party that keeps its key itself, under what it was given to sign. */
export async function addSignature(
  tx: Tx,
  signing: Signing,
  organisationId: OrganisationId,
  signed: {
    readonly containerId: ContainerId
    readonly sequence: number
    readonly signature: Uint8Array
  },
): Promise<void> {
  await holdNextPlace(tx)
  const [first] = await listUnsigned(tx, signed.containerId)
  const key = await organisationKey(tx, signing.signer, organisationId)
  const awaited =
    first?.draft &&
    first.step.organisationId === organisationId &&
    first.step.sequence === signed.sequence &&
    // A draft under a key that was replaced since is drafted again.
    first.draft.kid === key.kid
  if (!awaited) throw passportProblem('passport.nothing_to_sign')
  const input = inputOf(first.draft)
  if (!verifyEd25519(base64urlDecode(key.publicJwk.x), input, signed.signature))
    throw passportProblem('passport.wrong_signature', { kid: key.kid })
  await enter(tx, first.step, first.draft, signed.signature)
  await deleteUnsigned(tx, first)
  await goOn(tx, signing, signed.containerId)
}

/** Signs and enters what waits in the container, as far as keys are kept here. */
async function goOn(tx: Tx, signing: Signing, containerId: ContainerId): Promise<void> {
  const passport = await findPassport(tx, { containerId })
  assert(passport, 'what waits has its code')
  for (const unsigned of await listUnsigned(tx, containerId)) {
    const draft = await enterOrDraft(tx, signing, passport.code, unsigned.step)
    if (draft !== null) return updateDraft(tx, unsigned, draft)
    await deleteUnsigned(tx, unsigned)
  }
}

/** Enters the next step of a container, signed; or answers what its party has to sign, because it keeps its key itself. */
async function enterOrDraft(
  tx: Tx,
  signing: Signing,
  code: PassportCode,
  step: StepTaken,
): Promise<Draft | null> {
  const key = await organisationKey(tx, signing.signer, step.organisationId)
  const { id: organisationId, ...owner } = await getOrganisation(tx, step.organisationId)
  const attested = await attestKey(tx, signing, { organisationId, ...owner }, key)
  const last = await findLastStatement(tx, step.containerId)
  const previous = last ? base64urlEncode(last.leafHash) : null
  const draft = draftOf(step, attested, { code, previous })
  if (key.sign === null) return draft
  await enter(tx, step, draft, key.sign(inputOf(draft)))
  return null
}

function draftOf(
  step: StepTaken,
  key: AttestedKey,
  following: { readonly code: PassportCode; readonly previous: string | null },
): Draft {
  const { party: _, ...said } = step.public
  const { documents = [], ...kept } = step.restricted
  const papers = z.array(StepDocument).parse(documents).map(salted)
  const open = salted({
    ...(said as JsonObject),
    // Everyone may know that there are papers, the entitled which.
    ...(papers.length > 0 && {
      documents: papers.map((paper) => base64urlEncode(digestPart(paper))),
    }),
    ...following,
    sequence: step.sequence,
    recordedAt: step.recordedAt,
    // As the ledger attests the key, so that the two cannot differ.
    party: { kind: key.kind, ...(key.names && { names: { ...key.names } }) },
  })
  return { kid: key.kid, public: open, restricted: salted(kept as JsonObject), documents: papers }
}

export function inputOf(draft: Draft): Uint8Array {
  return statementInput({
    kid: draft.kid,
    publicDigest: digestPart(draft.public),
    restrictedDigest: digestPart(draft.restricted),
  })
}

async function enter(
  tx: Tx,
  { containerId, sequence, organisationId }: StepTaken,
  draft: Draft,
  signature: Uint8Array,
): Promise<void> {
  const index = await queueEntry(tx, sealed(inputOf(draft), signature))
  await insertStatement(tx, { containerId, sequence, organisationId, ...draft }, index)
}

/** The container's code, made with its first step. */
async function codeOf(tx: Tx, step: StepTaken, now: Date): Promise<PassportCode> {
  const { containerId, departureId } = step
  const known = await findPassport(tx, { containerId })
  if (known) return known.code
  let code: PassportCode | undefined
  while (code === undefined) code = passportCodeOf(randomBytes(PASSPORT_CODE_BYTES))
  await insertPassport(tx, { code, containerId, departureId }, now)
  return code
}

function salted(content: JsonObject): SaltedPart {
  return { content, salt: Uint8Array.from(randomBytes(SALT_BYTES)) }
}

const sealed = (input: Uint8Array, signature: Uint8Array): Uint8Array =>
  utf8Encode(sealEntry(input, signature))
