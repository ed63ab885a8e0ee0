/** Statements of parties that keep their keys themselves: what waits for a signature, and the signature. */
import { utf8Decode } from 'tlog'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { listOrganisations } from '#identity'
import type { ContainerId } from '#booking/contract.ts'
import { base64urlDecode } from '#passport/base64url.ts'
import { passportApi, type ContainerPassport, type UnsignedStatement } from '#passport/contract.ts'
import type { Passport } from '#passport/running.ts'
import { writePart } from '#passport/statement.ts'
import { addSignature, inputOf } from '#passport/stating.ts'
import { listDrafts, listUnsigned } from '#passport/unsigned-store.ts'

const LISTED_MAX = 100

export function signingRoutes(http: Http, { signing }: Passport): void {
  serve(http, passportApi.listUnsigned, async ({ tx, actor }) => {
    const drafts = await listDrafts(tx, actor.organisationId, LISTED_MAX)
    return { items: drafts.map(toUnsignedStatement) }
  })

  serve(http, passportApi.signStatement, async ({ tx, actor, params, body }) => {
    await addSignature(tx, signing, actor.organisationId, {
      containerId: params.containerId,
      sequence: body.sequence,
      signature: base64urlDecode(body.signature),
    })
    return {}
  })
}

function toUnsignedStatement({
  step,
  saidAt,
  draft,
}: Awaited<ReturnType<typeof listDrafts>>[number]): UnsignedStatement {
  return {
    containerId: step.containerId,
    sequence: step.sequence,
    saidAt: saidAt.toISOString(),
    kid: draft.kid,
    input: utf8Decode(inputOf(draft)),
    public: writePart(draft.public),
    restricted: writePart(draft.restricted),
    documents: draft.documents.map(writePart),
  }
}

/** Steps of a container that are not in the ledger because a signature is waited for. */
export async function unsignedOf(
  tx: Tx,
  containerId: ContainerId,
): Promise<ContainerPassport['unsigned']> {
  const waiting = await listUnsigned(tx, containerId)
  const parties = await listOrganisations(
    tx,
    waiting.map(({ step }) => step.organisationId),
  )
  const kinds = new Map(parties.map(({ id, kind }) => [id, kind]))
  return waiting.map(({ step: { sequence, event, organisationId } }) => ({
    sequence,
    event,
    party: kinds.get(organisationId)!,
  }))
}
