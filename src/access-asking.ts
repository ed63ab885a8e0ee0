/** How the test of who may ask what asks: over real sockets, as any actor; and the digest by which it sees that nothing changed. */
import { sql } from 'kysely'
import type { Parties } from '#identity/fixtures.ts'
import type { Actor } from '#kernel/organisation.ts'
import { passportApi } from '#passport/contract.ts'
import type { Database } from '#platform/database.ts'
import type { Http } from '#platform/http.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body?: object | undefined
}

/** Asks as this actor; an event stream is answered with its first event. */
export type Ask = (actor: Actor | null, asked: Asked) => Promise<{ status: number; text: string }>

const ACTOR_HEADER = 'x-test-actor'
export const actorOf = async (headers: Pick<Headers, 'get'>): Promise<Actor | null> =>
  JSON.parse(headers.get(ACTOR_HEADER) ?? 'null') as Actor | null

export async function asking(http: Http): Promise<Ask> {
  const origin = await http.app.listen({ port: 0, host: '127.0.0.1' })
  return async (actor, { method, path, body }) => {
    const ended = new AbortController()
    const headers = {
      'accept-language': 'en',
      ...(actor && { [ACTOR_HEADER]: JSON.stringify(actor) }),
      ...(body && { 'content-type': 'application/json' }),
    }
    const reply = await fetch(`${origin}${path}`, {
      method,
      headers,
      signal: ended.signal,
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!reply.headers.get('content-type')?.startsWith('text/event-stream'))
      return { status: reply.status, text: await reply.text() }
    const { value } = await reply.body!.getReader().read()
    ended.abort()
    return { status: reply.status, text: Buffer.from(value!).toString() }
  }
}

export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)|(?:entries\/)?\*/g, (whole, name = whole) => {
    const value = params[name as string]
    if (value === undefined) throw new Error(`access-fixtures.ts knows no ${name} of the record`)
    return value
  })
}

/** All that is kept, but what merely counts attempts: a digest of each table, by name. */
export async function digestTables(database: Database): Promise<Record<string, string>> {
  return database.transact(async (tx) => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> 'sign_in_attempt'`.execute(tx)
    const digests = rows.map(
      ({ name }) => sql`select ${name} as name,
        md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as digest from ${sql.table(name)} t`,
    )
    const all = await sql<{
      name: string
      digest: string
    }>`${sql.join(digests, sql` union all `)}`.execute(tx)
    return Object.fromEntries(all.rows.map(({ name, digest }) => [name, digest]))
  })
}

/** How many entries there are: the one tile of a short ledger is named by that. */
export async function published(ask: Ask): Promise<number> {
  const { text } = await ask(null, { method: 'GET', path: `/api${passportApi.getLedger.path}` })
  return (JSON.parse(text) as { size: number }).size
}

/** The public code of a container. */
export async function codeOf(ask: Ask, parties: Parties, containerId: string): Promise<string> {
  const path = `/api${fillPath(passportApi.getContainerPassport.path, { containerId })}`
  const { text } = await ask(parties.exporter.actor, { method: 'GET', path })
  return (JSON.parse(text) as { code: string }).code
}

export async function creditCodesOf(database: Database, parties: Parties): Promise<string[]> {
  const ids = Object.values(parties).flatMap((party) =>
    'organisationId' in party ? [party.organisationId] : [],
  )
  const { rows } = await database.transact((tx) =>
    sql<{ credit_code: string | null }>`
      select credit_code from organisation where id = any(${ids})`.execute(tx),
  )
  return rows.flatMap((row) => row.credit_code ?? [])
}
