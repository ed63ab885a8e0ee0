/** Draws evidence from the database: a container's statements, the keys that signed them, and their proofs at the published head. */
import {
  base64Encode,
  concatBytes,
  consistencyProof,
  inclusionProof,
  subsetProof,
  utf8Decode,
} from 'tlog'
import type { Tx } from '#platform/database.ts'
import { findReceipt } from '#passport/anchoring/anchor-store.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import {
  EVIDENCE_FORMAT,
  type Evidence,
  type EvidenceAnchor,
  type EvidenceStatement,
} from '#passport/evidence.ts'
import { HASHER } from '#passport/hasher.ts'
import type { PassportCode } from '#passport/passport.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'
import { digestPart, writePart, writePublic } from '#passport/statement.ts'
import { withHashes } from '#passport/stored-hashes.ts'
import {
  listKeys,
  listStatements,
  type AttestedKey,
  type InLedger,
  type PassportRow,
  type Statement,
} from '#passport/store.ts'

/** Whose restricted parts the reader may have. */
export interface Disclosure {
  statement(statement: Statement): boolean
  key(key: AttestedKey): boolean
  /** By its number within the statement, from 1. */
  document(statement: Statement, number: number): boolean
}

export const PUBLIC_ONLY: Disclosure = {
  statement: () => false,
  key: () => false,
  document: () => false,
}

type Placed<Row> = InLedger<Row> & { readonly index: number }

export interface Dossier {
  readonly code: PassportCode
  readonly published: Awaited<ReturnType<typeof readPublished>>
  readonly statements: readonly InLedger<Statement>[]
}

/**
 * A container's statements, and a head that covers none besides: read the other way round, one that is published in between would be
 * missing from a file whose checkpoint covers it, and whoever holds the ledger would say that it was left out.
 */
export async function readDossier(
  tx: Tx,
  ledger: Ledger,
  { code, containerId }: Pick<PassportRow, 'code' | 'containerId'>,
): Promise<Dossier> {
  const published = await readPublished(ledger)
  return { code, published, statements: await listStatements(tx, containerId) }
}

/** Everything published of it; undefined while there is nothing. */
export async function makeEvidence(
  tx: Tx,
  ledger: Ledger,
  { code, published, statements }: Dossier,
  disclosure: Disclosure,
): Promise<Evidence | undefined> {
  if (published === undefined) return undefined
  const isPublished = <Row>(row: InLedger<Row>): row is Placed<Row> =>
    row.index !== null && row.index < published.size
  // Places are given in order, so what is published of a container is its beginning.
  const placed = statements.filter(isPublished)
  if (placed.length === 0) return undefined
  const kids = [...new Set(placed.map(({ kid }) => kid))]
  const keys = (await listKeys(tx, kids)).filter(isPublished)
  const ends = keys.flatMap(({ revoked }) =>
    revoked && revoked.index < published.size ? [revoked] : [],
  )
  const indexes = [...keys, ...ends, ...placed].map(({ index }) => BigInt(index)).sort(byValue)
  const covered = Number(indexes.at(-1)! + 1n)
  // Rather a head that witnesses have seen than a newer one that they have not; none that would leave anything out.
  const { size, note } = ledger.cosigned?.cover(published, covered) ?? {
    size: Number(published.size),
    note: published.note,
  }
  const witnesses = ledger.cosigned?.vkeysUnder(note) ?? []
  const proof = await withHashes(tx, size, (read) =>
    concatBytes(...subsetProof(indexes, BigInt(size), read, HASHER)),
  )
  const anchors = await listAnchors(tx, placed.at(-1)!.index, size)
  const by = new Map(keys.map(({ kid }, at) => [kid, at]))
  return {
    format: EVIDENCE_FORMAT,
    code,
    vkey: ledger.key.vkey,
    checkpoint: note,
    keys: keys.map((key) => ({
      entry: utf8Decode(key.entry),
      index: key.index,
      ...(disclosure.key(key) && { restricted: writePart(key.restricted) }),
      ...(key.revoked &&
        ends.includes(key.revoked) && {
          revoked: { entry: utf8Decode(key.revoked.entry), index: key.revoked.index },
        }),
    })),
    statements: placed.map((statement) => ({
      by: by.get(statement.kid)!,
      ...writeStatement(statement, disclosure),
    })),
    proof: base64Encode(proof),
    ...(anchors.length > 0 && { anchors }),
    ...(witnesses.length > 0 && { witnesses }),
  }
}

/** The one receipt that says most about the entry at `index`; none where nothing is anchored. */
async function listAnchors(tx: Tx, index: number, size: number): Promise<EvidenceAnchor[]> {
  const receipt = await findReceipt(tx, index, size)
  if (receipt === undefined) return []
  const at = BigInt(size)
  return withHashes(tx, size, (read) => [
    {
      entry: utf8Decode(receipt.entry),
      index: receipt.index,
      proof: inclusionProof(BigInt(receipt.index), at, read, HASHER).map(base64Encode),
      consistency: consistencyProof(BigInt(receipt.size), at, read, HASHER).map(base64Encode),
    },
  ])
}

const byValue = (a: bigint, b: bigint): number => Number(a - b)

function writeStatement(
  statement: Placed<Statement>,
  disclosure: Disclosure,
): Omit<EvidenceStatement, 'by'> {
  const { index, restricted, documents } = statement
  const [, , signature = ''] = utf8Decode(statement.entry).split('.')
  return {
    index,
    public: writePublic(statement.public),
    restricted: disclosure.statement(statement)
      ? writePart(restricted)
      : base64urlEncode(digestPart(restricted)),
    ...(documents.length > 0 && {
      documents: documents.map((document, at) =>
        disclosure.document(statement, at + 1) ? writePart(document) : null,
      ),
    }),
    signature,
  }
}
