/**
 * Makes a signed statement of every step that booking says was taken, and an attestation of every key that identity says was made.
 *
 * Follows the outbox, so it happens exactly once and in order, outside the business transaction: a ledger that does not sign never
 * stops a train.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { utf8Encode } from 'tlog'
import type { OrganisationKind } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Follower, OutboxEvent } from '#platform/outbox.ts'
import type { Signer } from '#platform/signer.ts'
import { getOrganisation, organisationKey } from '#identity'
import { organisationKeyMade } from '#identity/contract.ts'
import { stepTaken, type StepTaken } from '#booking/contract.ts'
import { StepDocument } from '#kernel/document.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { keyInput, kidOf, sealEntry, statementInput } from '#passport/entry.ts'
import { queueEntry } from '#passport/ledger-store.ts'
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
  type AttestedKey,
} from '#passport/store.ts'

/** Their names are a trade secret: who buys from whom, and through whom. */
const UNNAMED: readonly OrganisationKind[] = ['exporter', 'forwarder', 'consignee']

export interface Signing {
  /** Opens the parties' sealed keys. */
  readonly signer: Signer
  /** Vouches for their public ones. */
  readonly logKey: LogKey
}

export function statementFollower(signing: Signing): Follower {
  return {
    name: 'passport.statements',
    follows: [organisationKeyMade, stepTaken],
    async handle(tx, event: OutboxEvent) {
      if (event.kind === stepTaken.kind)
        return state(tx, signing, stepTaken.payload.parse(event.payload), event.at)
      const { kid, publicJwk, ...party } = organisationKeyMade.payload.parse(event.payload)
      await attestOnce(tx, signing, party, { kid, publicJwk })
    },
  }
}

type KeyOwner = Pick<AttestedKey, 'organisationId' | 'kind'> & {
  readonly names: { readonly zh: string; readonly en: string; readonly ru: string }
  readonly creditCode: string | null
}

async function attestOnce(
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

async function state(tx: Tx, signing: Signing, step: StepTaken, now: Date): Promise<void> {
  const last = await findLastStatement(tx, step.containerId)
  assert.equal(step.sequence, (last?.sequence ?? 0) + 1, 'the steps of a container come in order')
  const key = await organisationKey(tx, signing.signer, step.organisationId)
  const { id: organisationId, ...owner } = await getOrganisation(tx, step.organisationId)
  const attested = await attestOnce(tx, signing, { organisationId, ...owner }, key)
  const code = await codeOf(tx, step, now)
  const { party: _, ...said } = step.public
  const { documents = [], ...kept } = step.restricted
  const papers = z.array(StepDocument).parse(documents).map(salted)
  const open = salted({
    ...(said as JsonObject),
    // Everyone may know that there are papers, the entitled which.
    ...(papers.length > 0 && {
      documents: papers.map((paper) => base64urlEncode(digestPart(paper))),
    }),
    code,
    sequence: step.sequence,
    previous: last ? base64urlEncode(last.leafHash) : null,
    recordedAt: step.recordedAt,
    // As the ledger attests the key, so that the two cannot differ.
    party: { kind: attested.kind, ...(attested.names && { names: { ...attested.names } }) },
  })
  const closed = salted(kept as JsonObject)
  const input = statementInput({
    kid: key.kid,
    publicDigest: digestPart(open),
    restrictedDigest: digestPart(closed),
  })
  const { containerId, sequence } = step
  await insertStatement(
    tx,
    {
      containerId,
      sequence,
      kid: key.kid,
      organisationId,
      public: open,
      restricted: closed,
      documents: papers,
    },
    await queueEntry(tx, sealed(input, key.sign(input))),
  )
}

/** The container's code, made with its first statement. */
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
