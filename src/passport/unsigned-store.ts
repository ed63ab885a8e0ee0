/** The SQL on steps that are not yet statements: their party keeps its key itself and has yet to sign, or an earlier step waits for that. */
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { stepTaken, type ContainerId, type StepTaken } from '#booking/contract.ts'
import { WrittenPart, readPart, writePart, type SaltedPart } from '#passport/statement.ts'

/** What a party is asked to sign, salted once and for all. */
export interface Draft {
  readonly kid: string
  readonly public: SaltedPart
  readonly restricted: SaltedPart
  readonly documents: readonly SaltedPart[]
}

export interface Unsigned {
  readonly step: StepTaken
  readonly saidAt: Date
  /** Made when its turn comes. */
  readonly draft: Draft | null
}

export async function insertUnsigned(tx: Tx, { step, saidAt, draft }: Unsigned): Promise<void> {
  await tx
    .insertInto('passport_unsigned')
    .values({
      container_id: step.containerId,
      sequence: step.sequence,
      organisation_id: step.organisationId,
      step: JSON.stringify(step),
      said_at: saidAt,
      ...written(draft),
    })
    .execute()
}

export async function updateDraft(tx: Tx, { step }: Unsigned, draft: Draft): Promise<void> {
  await tx
    .updateTable('passport_unsigned')
    .set(written(draft))
    .where('container_id', '=', step.containerId)
    .where('sequence', '=', step.sequence)
    .execute()
}

export async function deleteUnsigned(tx: Tx, { step }: Unsigned): Promise<void> {
  await tx
    .deleteFrom('passport_unsigned')
    .where('container_id', '=', step.containerId)
    .where('sequence', '=', step.sequence)
    .execute()
}

/** Of a container, in order: the first is the one that waits for its signature, the others for the first. */
export async function listUnsigned(tx: Tx, containerId: ContainerId): Promise<Unsigned[]> {
  const rows = await tx
    .selectFrom('passport_unsigned')
    .selectAll()
    .where('container_id', '=', containerId)
    .orderBy('sequence')
    .execute()
  return rows.map(toUnsigned)
}

/** Containers whose next statement is this organisation's to sign, in a fixed order. */
export async function listContainersWaitingFor(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<ContainerId[]> {
  const rows = await tx
    .selectFrom('passport_unsigned')
    .select('container_id')
    .where('organisation_id', '=', organisationId)
    .where('draft', 'is not', null)
    .orderBy('container_id')
    .execute()
  return rows.map(({ container_id }) => container_id as ContainerId)
}

/** What this organisation may sign now, the longest waiting first. */
export async function listDrafts(
  tx: Tx,
  organisationId: OrganisationId,
  limit: number,
): Promise<(Unsigned & { readonly draft: Draft })[]> {
  const rows = await tx
    .selectFrom('passport_unsigned')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('draft', 'is not', null)
    .orderBy('said_at')
    .orderBy('container_id')
    .limit(limit)
    .execute()
  return rows.map(toUnsigned).map((one) => ({ ...one, draft: one.draft! }))
}

function written(draft: Draft | null) {
  if (draft === null) return { kid: null, draft: null }
  const { kid, documents } = draft
  const parts = {
    public: writePart(draft.public),
    restricted: writePart(draft.restricted),
    documents: documents.map(writePart),
  }
  return { kid, draft: JSON.stringify(parts) }
}

function toUnsigned(row: {
  readonly step: unknown
  readonly said_at: Date
  readonly kid: string | null
  readonly draft: unknown
}): Unsigned {
  const step = stepTaken.payload.parse(row.step)
  if (row.kid === null) return { step, saidAt: row.said_at, draft: null }
  const { documents, ...parts } = row.draft as Record<'public' | 'restricted', WrittenPart> & {
    documents: WrittenPart[]
  }
  const draft = {
    kid: row.kid,
    public: readPart(parts.public),
    restricted: readPart(parts.restricted),
    documents: documents.map(readPart),
  }
  return { step, saidAt: row.said_at, draft }
}
