/** Draws evidence from the database: a container's statements, the keys that signed them, and their proofs at the published head. */
import { base64Encode, inclusionProof, utf8Decode } from 'tlog'
import type { Tx } from '#platform/database.ts'
import { EVIDENCE_FORMAT, type Evidence } from '#passport/evidence.ts'
import { HASHER } from '#passport/ledger-store.ts'
import type { PassportCode } from '#passport/passport.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'
import { writePart, type SaltedPart } from '#passport/statement.ts'
import { withHashes } from '#passport/stored-hashes.ts'
import { listKeys, type AttestedKey, type InLedger, type Statement } from '#passport/store.ts'

/** Whose restricted parts the reader may have. */
export interface Disclosure {
  statement(statement: Statement): boolean
  key(key: AttestedKey): boolean
}

export const PUBLIC_ONLY: Disclosure = { statement: () => false, key: () => false }

type Placed<Row> = InLedger<Row> & { readonly index: number }

/** Everything published of these statements; undefined while there is nothing. */
export async function makeEvidence(
  tx: Tx,
  ledger: Ledger,
  code: PassportCode,
  statements: readonly InLedger<Statement>[],
  disclosure: Disclosure,
): Promise<Evidence | undefined> {
  const published = await readPublished(ledger)
  if (published === undefined) return undefined
  const size = Number(published.size)
  const isPublished = <Row>(row: InLedger<Row>): row is Placed<Row> =>
    row.index !== null && row.index < size
  // Places are given in order, so what is published of a container is its beginning.
  const placed = statements.filter(isPublished)
  if (placed.length === 0) return undefined
  const kids = [...new Set(placed.map(({ kid }) => kid))]
  const keys = (await listKeys(tx, kids)).filter(isPublished)
  const proofs = await withHashes(tx, size, (read) =>
    [...keys, ...placed].map(({ index }) =>
      inclusionProof(BigInt(index), published.size, read, HASHER).map(base64Encode),
    ),
  )
  const inLedger = ({ entry, index }: Placed<unknown>, at: number) => ({
    entry: utf8Decode(entry),
    index,
    proof: proofs[at]!,
  })
  const restricted = (part: SaltedPart, isShown: boolean) =>
    isShown ? { restricted: writePart(part) } : {}
  return {
    format: EVIDENCE_FORMAT,
    code,
    vkey: ledger.key.vkey,
    checkpoint: published.note,
    keys: keys.map((key, at) => ({
      ...inLedger(key, at),
      ...restricted(key.restricted, disclosure.key(key)),
    })),
    statements: placed.map((statement, at) => ({
      ...inLedger(statement, keys.length + at),
      public: writePart(statement.public),
      ...restricted(statement.restricted, disclosure.statement(statement)),
    })),
  }
}
