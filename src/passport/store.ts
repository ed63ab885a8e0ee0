/** The SQL on passports: codes, statements with their salts, attested keys. The ledger's own tables are ledger-store.ts's. */
import { sql } from 'kysely'
import type { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { ContainerId } from '#booking/contract.ts'
import type { DepartureId } from '#train/contract.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { canonicalJson } from '#passport/canonical-json.ts'
import type { PassportCode } from '#passport/passport.ts'
import { DocumentPart, PublicPart, type SaltedPart } from '#passport/statement.ts'

export interface PassportRow {
  readonly code: PassportCode
  readonly containerId: ContainerId
  readonly departureId: DepartureId
}

export interface Names {
  readonly zh: string
  readonly en: string
  readonly ru: string
}

export interface AttestedKey {
  readonly kid: string
  readonly organisationId: OrganisationId
  readonly kind: OrganisationKind
  /** Null where the name is told to the entitled only. */
  readonly names: Names | null
  readonly restricted: SaltedPart
}

export interface Statement {
  readonly containerId: ContainerId
  readonly sequence: number
  readonly kid: string
  readonly organisationId: OrganisationId
  readonly public: SaltedPart
  readonly restricted: SaltedPart
  /** Papers that go with it, in the order of their digests in the public part. */
  readonly documents: readonly SaltedPart[]
}

/** Where a key's end stands in the ledger. */
export interface Revocation {
  readonly entry: Uint8Array
  readonly index: number
}

/** A row with the entry it became: its bytes, and its place once it has one. */
export type InLedger<Row> = Row & {
  readonly entry: Uint8Array
  readonly leafHash: Uint8Array
  readonly index: number | null
}

export async function insertPassports(
  tx: Tx,
  passports: readonly (PassportRow & { readonly createdAt: Date })[],
): Promise<void> {
  if (passports.length === 0) return
  const rows = passports.map((passport) => ({
    code: passport.code,
    container_id: passport.containerId,
    departure_id: passport.departureId,
    created_at: passport.createdAt,
  }))
  await tx.insertInto('passport').values(rows).execute()
}

export async function findPassport(
  tx: Tx,
  by: { readonly code: PassportCode } | { readonly containerId: ContainerId },
): Promise<PassportRow | undefined> {
  const all = tx
    .selectFrom('passport')
    .select(['code', 'container_id as containerId', 'departure_id as departureId'])
  const row = await (
    'code' in by ? all.where('code', '=', by.code) : all.where('container_id', '=', by.containerId)
  ).executeTakeFirst()
  return row as PassportRow | undefined
}

export async function insertKey(tx: Tx, key: AttestedKey, leafIndex: number): Promise<void> {
  await tx
    .insertInto('passport_key')
    .values({
      kid: key.kid,
      leaf_index: leafIndex,
      organisation_id: key.organisationId,
      kind: key.kind,
      names: key.names && JSON.stringify(key.names),
      restricted_salt: key.restricted.salt,
      restricted_content: canonicalJson(key.restricted.content),
    })
    .execute()
}

export async function markKeyRevoked(tx: Tx, kid: string, leafIndex: number): Promise<void> {
  await tx
    .updateTable('passport_key')
    .set({ revoked_leaf_index: leafIndex })
    .where('kid', '=', kid)
    .execute()
}

export async function listKeys(
  tx: Tx,
  kids: readonly string[],
): Promise<(InLedger<AttestedKey> & { readonly revoked: Revocation | null })[]> {
  if (kids.length === 0) return []
  const rows = await tx
    .selectFrom('passport_key as key')
    .innerJoin('ledger_entry as entry', 'entry.leaf_index', 'key.leaf_index')
    .leftJoin('ledger_entry as end', 'end.leaf_index', 'key.revoked_leaf_index')
    .selectAll('key')
    .select(['entry.entry', 'entry.leaf_hash', 'end.entry as end_entry'])
    .where('kid', 'in', kids)
    .orderBy('key.leaf_index')
    .execute()
  return rows.map((row) => ({
    kid: row.kid,
    organisationId: row.organisation_id as OrganisationId,
    kind: row.kind as OrganisationKind,
    names: row.names as Names | null,
    restricted: saltedPart(row.restricted_salt, row.restricted_content),
    entry: row.entry,
    leafHash: row.leaf_hash,
    index: row.leaf_index,
    revoked: row.end_entry && { entry: row.end_entry, index: row.revoked_leaf_index! },
  }))
}

/** As one document, taken apart by the database: hundreds of rows of parameters would cost several times as much. */
export async function insertStatements(
  tx: Tx,
  statements: readonly (Statement & { readonly index: number })[],
): Promise<void> {
  const rows = statements.map((statement) => ({
    container_id: statement.containerId,
    sequence: statement.sequence,
    leaf_index: statement.index,
    kid: statement.kid,
    organisation_id: statement.organisationId,
    ...written('public', statement.public),
    ...written('restricted', statement.restricted),
  }))
  await sql`
    insert into passport_statement (container_id, sequence, leaf_index, kid, organisation_id,
      public_salt, public_content, restricted_salt, restricted_content)
    select container_id, sequence, leaf_index, kid, organisation_id,
      decode(public_salt, 'hex'), public_content, decode(restricted_salt, 'hex'), restricted_content
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (container_id text, sequence integer,
      leaf_index bigint, kid text, organisation_id text, public_salt text, public_content text,
      restricted_salt text, restricted_content text)`.execute(tx)
  const documents = statements.flatMap(documentRows)
  if (documents.length > 0) await tx.insertInto('passport_document').values(documents).execute()
}

function documentRows({ containerId, sequence, documents }: Statement) {
  return documents.map(({ salt, content }, at) => ({
    container_id: containerId,
    sequence,
    number: at + 1,
    salt,
    content: canonicalJson(content),
    sha256: DocumentPart.parse(content).sha256,
  }))
}

function written<Part extends string>(part: Part, { salt, content }: SaltedPart) {
  return {
    [`${part}_salt`]: Buffer.from(salt).toString('hex'),
    [`${part}_content`]: canonicalJson(content),
  }
}

/** A container's statements from the first on. */
export async function listStatements(
  tx: Tx,
  containerId: ContainerId,
): Promise<InLedger<Statement>[]> {
  const rows = await tx
    .selectFrom('passport_statement as statement')
    .innerJoin('ledger_entry as entry', 'entry.leaf_index', 'statement.leaf_index')
    .selectAll('statement')
    .select(['entry.entry', 'entry.leaf_hash'])
    .where('container_id', '=', containerId)
    .orderBy('sequence')
    .execute()
  const documents = await tx
    .selectFrom('passport_document')
    .select(['sequence', 'salt', 'content'])
    .where('container_id', '=', containerId)
    .orderBy('sequence')
    .orderBy('number')
    .execute()
  const papersOf = Map.groupBy(documents, ({ sequence }) => sequence)
  return rows.map((row) => ({
    containerId: row.container_id as ContainerId,
    sequence: row.sequence,
    kid: row.kid,
    organisationId: row.organisation_id as OrganisationId,
    public: saltedPart(row.public_salt, row.public_content),
    restricted: saltedPart(row.restricted_salt, row.restricted_content),
    documents: (papersOf.get(row.sequence) ?? []).map(({ salt, content }) =>
      saltedPart(salt, content),
    ),
    entry: row.entry,
    leafHash: row.leaf_hash,
    index: row.leaf_index,
  }))
}

/** A paper that a statement goes with, and the place it has there. */
export interface FiledDocument {
  readonly code: PassportCode
  readonly sequence: number
  readonly number: number
  readonly part: SaltedPart
  /** The last statement of the container in which the same party filed a paper of the same kind; its own where there is none later. */
  readonly lastOfKind: number
}

/** Papers whose SHA-256 begins like this, at most `limit`, in a fixed order. */
export async function listDocuments(
  tx: Tx,
  sha256Prefix: string,
  limit: number,
): Promise<FiledDocument[]> {
  const rows = await tx
    .selectFrom('passport_document as document')
    .innerJoin('passport', 'passport.container_id', 'document.container_id')
    .innerJoin('passport_statement as statement', (join) =>
      join
        .onRef('statement.container_id', '=', 'document.container_id')
        .onRef('statement.sequence', '=', 'document.sequence'),
    )
    .select(['code', 'document.sequence', 'number', 'salt', 'content'])
    .select(
      sql<number>`(
        select max(later.sequence) from passport_document as later
        join passport_statement as said using (container_id, sequence)
        where later.container_id = document.container_id and said.kid = statement.kid
          and later.content::jsonb ->> 'kind' = document.content::jsonb ->> 'kind')`.as(
        'lastOfKind',
      ),
    )
    .where('sha256', '>=', sha256Prefix)
    // Hexadecimal digits all sort before "g".
    .where('sha256', '<', `${sha256Prefix}g`)
    .orderBy('sha256')
    .orderBy('code')
    .orderBy('document.sequence')
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map(({ salt, content, code, ...row }) => ({
    ...row,
    code: code as PassportCode,
    part: saltedPart(salt, content),
  }))
}

/** Where a container's history stands. */
export interface Chain {
  readonly containerId: ContainerId
  /** Null before its first step. */
  readonly code: PassportCode | null
  /** The next one continues it by its entry's hash; null before the first. */
  readonly lastStatement: { readonly sequence: number; readonly leafHash: Uint8Array } | null
  /** The sequence of the last step that waits for a signature; null where none does. */
  readonly lastWaiting: number | null
}

export async function readChains(tx: Tx, containerIds: readonly ContainerId[]): Promise<Chain[]> {
  const { rows } = await sql<{
    containerId: ContainerId
    code: PassportCode | null
    sequence: number | null
    leafHash: Uint8Array | null
    lastWaiting: number | null
  }>`
    select asked.container_id as "containerId", code, last.sequence, last.leaf_hash as "leafHash",
      (select max(sequence) from passport_unsigned as unsigned
        where unsigned.container_id = asked.container_id) as "lastWaiting"
    from unnest(${containerIds}::text[]) as asked (container_id)
    left join passport using (container_id)
    left join lateral (
      select sequence, leaf_hash from passport_statement as statement join ledger_entry using (leaf_index)
      where statement.container_id = asked.container_id
      order by sequence desc limit 1) as last on true`.execute(tx)
  return rows.map(({ sequence, leafHash, ...row }) => ({
    ...row,
    lastStatement: sequence === null || leafHash === null ? null : { sequence, leafHash },
  }))
}

export const publicPart = (statement: Pick<Statement, 'public'>): PublicPart =>
  PublicPart.parse(statement.public.content)

function saltedPart(salt: Uint8Array, content: string): SaltedPart {
  return { salt: Uint8Array.from(salt), content: JSON.parse(content) as JsonObject }
}
