/**
 * How a step becomes a statement in the ledger: drafted under salted digests, signed with its party's key, entered. A party that
 * keeps its key itself signs later; what follows in the same container waits until then, because each statement names the
 * one before it by its hash.
 *
 * Many steps are stated together, at little more than the cost of one: those of a container one after another, containers side by
 * side. Everything here holds the ledger's next place from its first question on, so that two transactions never continue one container.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { StepDocument } from '#kernel/document.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { KeyRevocation } from '#kernel/public-key.ts'
import type { ContainerId, StepTaken } from '#booking/contract.ts'
import {
  openParties,
  salted,
  signedEntry,
  type Signing,
  type SigningParty,
} from '#passport/attesting.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { passportProblem } from '#passport/contract.ts'
import { kidOf, partsInput, revocationInput, sealEntry } from '#passport/entry.ts'
import { HASHER } from '#passport/hasher.ts'
import { holdNextPlace, queueEntries, queueEntry } from '#passport/ledger-store.ts'
import { isSignedEd25519 } from '#passport/node-signatures.ts'
import { PASSPORT_CODE_BYTES, passportCodeOf, type PassportCode } from '#passport/passport.ts'
import { digestPart } from '#passport/statement.ts'
import {
  insertPassports,
  insertStatements,
  markKeyRevoked,
  readChains,
  type AttestedKey,
  type Chain,
} from '#passport/store.ts'
import {
  deleteUnsigned,
  insertUnsigned,
  listContainersWaitingFor,
  listUnsigned,
  updateDraft,
  type Draft,
} from '#passport/unsigned-store.ts'

/** A step, and when it was said. */
export interface SaidStep {
  readonly step: StepTaken
  readonly saidAt: Date
}

/** A statement that is ready for its place. */
interface SignedStep {
  readonly step: StepTaken
  readonly draft: Draft
  readonly entry: Uint8Array
}

/** Makes these steps statements, in this order, or puts them behind what waits in their containers. */
export async function state(tx: Tx, signing: Signing, said: readonly SaidStep[]): Promise<void> {
  await holdNextPlace(tx)
  const parties = await openParties(
    tx,
    signing,
    said.map(({ step }) => step.organisationId),
  )
  const chains = await openChains(tx, said)
  const continued = await Promise.all(
    [...Map.groupBy(said, ({ step }) => step.containerId)].map(([containerId, steps]) =>
      continueChain(chains.get(containerId)!, steps, parties),
    ),
  )
  const places = new Map(said.map(({ step }, at) => [step, at]))
  const signed = continued.flatMap((one) => one.signed)
  await enter(
    tx,
    signed.sort((one, other) => places.get(one.step)! - places.get(other.step)!),
  )
  for (const { waiting, draft } of continued)
    for (const [at, one] of waiting.entries())
      await insertUnsigned(tx, { ...one, draft: at === 0 ? draft : null })
}

/** What is known of the containers; those without a code are given one, with their first step. */
async function openChains(
  tx: Tx,
  said: readonly SaidStep[],
): Promise<ReadonlyMap<ContainerId, Chain & { readonly code: PassportCode }>> {
  const firsts = new Map(said.toReversed().map((one) => [one.step.containerId, one]))
  const chains = await readChains(tx, [...firsts.keys()])
  const opened = chains.map((chain) => ({ ...chain, code: chain.code ?? makeCode() }))
  const fresh = opened.filter((_, at) => chains[at]!.code === null)
  await insertPassports(
    tx,
    fresh.map(({ code, containerId }) => {
      const { step, saidAt } = firsts.get(containerId)!
      return { code, containerId, departureId: step.departureId, createdAt: saidAt }
    }),
  )
  return new Map(opened.map((chain) => [chain.containerId, chain]))
}

function makeCode(): PassportCode {
  let code: PassportCode | undefined
  while (code === undefined) code = passportCodeOf(randomBytes(PASSPORT_CODE_BYTES))
  return code
}

interface Continued {
  readonly signed: readonly SignedStep[]
  /** Steps that wait for a signature: the first for its own, where there is a draft. */
  readonly waiting: readonly SaidStep[]
  readonly draft: Draft | null
}

async function continueChain(
  chain: Chain & { readonly code: PassportCode },
  steps: readonly SaidStep[],
  parties: ReadonlyMap<OrganisationId, SigningParty>,
): Promise<Continued> {
  const last = chain.lastWaiting ?? chain.lastStatement?.sequence ?? 0
  for (const [at, { step }] of steps.entries())
    assert.equal(step.sequence, last + 1 + at, 'the steps of a container come in order')
  if (chain.lastWaiting !== null) return { signed: [], waiting: steps, draft: null }
  const { signed, draft } = await signInTurn(
    chain,
    steps.map(({ step }) => step),
    parties,
  )
  return { signed, waiting: steps.slice(signed.length), draft }
}

/** Drafts and signs steps of a container one after another, up to one whose party keeps its key itself: `draft` is for that party. */
async function signInTurn(
  { code, lastStatement }: Pick<Chain, 'lastStatement'> & { readonly code: PassportCode },
  steps: readonly StepTaken[],
  parties: ReadonlyMap<OrganisationId, SigningParty>,
): Promise<{ readonly signed: readonly SignedStep[]; readonly draft: Draft | null }> {
  const signed: SignedStep[] = []
  let previous = lastStatement && base64urlEncode(lastStatement.leafHash)
  for (const step of steps) {
    const { key, publicKey, attested } = parties.get(step.organisationId)!
    const draft = draftOf(step, attested, { code, previous })
    if (key.sign === null) return { signed, draft }
    const entry = await signedEntry({ kid: key.kid, publicKey, sign: key.sign }, inputOf(draft))
    previous = base64urlEncode(HASHER.hashLeaf(entry))
    signed.push({ step, draft, entry })
  }
  return { signed, draft: null }
}

async function enter(tx: Tx, signed: readonly SignedStep[]): Promise<void> {
  if (signed.length === 0) return
  const first = await queueEntries(
    tx,
    signed.map(({ entry }) => entry),
  )
  const statements = signed.map(({ step, draft }, at) => {
    const { containerId, sequence, organisationId } = step
    return { containerId, sequence, organisationId, ...draft, index: first + at }
  })
  await insertStatements(tx, statements)
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
  await markKeyRevoked(tx, kid, await queueEntry(tx, sealEntry(input, logKey.sign(input))))
  for (const containerId of await listContainersWaitingFor(tx, organisationId))
    await goOn(tx, signing, containerId)
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
  const parties = await openParties(tx, signing, [organisationId])
  const { key, publicKey } = parties.get(organisationId)!
  const awaited =
    first?.draft &&
    first.step.organisationId === organisationId &&
    first.step.sequence === signed.sequence &&
    // A draft under a key that was replaced since is drafted again.
    first.draft.kid === key.kid
  if (!awaited) throw passportProblem('passport.nothing_to_sign')
  const input = inputOf(first.draft)
  const { signature } = signed
  if (!(await isSignedEd25519({ publicKey, input, signature })))
    throw passportProblem('passport.wrong_signature', { kid: key.kid })
  await enter(tx, [{ step: first.step, draft: first.draft, entry: sealEntry(input, signature) }])
  await deleteUnsigned(tx, first)
  await goOn(tx, signing, signed.containerId)
}

/** Signs and enters what waits in the container, as far as keys are kept here. */
async function goOn(tx: Tx, signing: Signing, containerId: ContainerId): Promise<void> {
  const unsigned = await listUnsigned(tx, containerId)
  const [chain] = await readChains(tx, [containerId])
  assert(chain?.code, 'what waits has its code')
  const { code, lastStatement } = chain
  const steps = unsigned.map(({ step }) => step)
  const parties = await openParties(
    tx,
    signing,
    steps.map(({ organisationId }) => organisationId),
  )
  const { signed, draft } = await signInTurn({ code, lastStatement }, steps, parties)
  await enter(tx, signed)
  for (const one of unsigned.slice(0, signed.length)) await deleteUnsigned(tx, one)
  if (draft !== null) await updateDraft(tx, unsigned[signed.length]!, draft)
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

export const inputOf = (draft: Draft): Uint8Array =>
  partsInput(draft.kid, draft.public, draft.restricted)
