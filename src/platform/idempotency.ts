/**
 * `Idempotency-Key`: a command sent twice is done once, and the second caller gets the first reply.
 *
 * The key is written in the command's own transaction, so the reply and what it reports are kept or lost together;
 * a second request with the same key waits on that row for the first to end.
 */
import { createHash, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { AnyEndpoint } from '#kernel/endpoint.ts'
import { httpProblem } from '#kernel/http-problem.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'

export const KEPT_DAYS = 7

interface Command {
  readonly endpoint: AnyEndpoint
  readonly actor: Actor | null
  readonly request: FastifyRequest
  readonly now: Date
}

export async function once<Reply>(
  tx: Tx,
  command: Command,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const key = command.request.headers['idempotency-key']
  if (key === undefined || command.endpoint.repeatable) return work()
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw httpProblem('http.idempotency_key_invalid')
  const scope = scopeOf(command)
  const fingerprint = await fingerprintOf(command, key)
  const made = await sql`insert into idempotency (scope, key, fingerprint, at)
    values (${scope}, ${key}, ${fingerprint}, ${command.now}) on conflict do nothing returning 1`.execute(
    tx,
  )
  if (made.rows.length === 0) return replay<Reply>(tx, scope, key, fingerprint)
  const reply = await work()
  if (!command.endpoint.secretReply)
    await sql`update idempotency set reply = ${JSON.stringify(reply)}::jsonb
      where scope = ${scope} and key = ${key}`.execute(tx)
  return reply
}

async function replay<Reply>(
  tx: Tx,
  scope: string,
  key: string,
  fingerprint: string,
): Promise<Reply> {
  const found = await sql<{ fingerprint: string; reply: Reply | null }>`
    select fingerprint, reply from idempotency where scope = ${scope} and key = ${key}`.execute(tx)
  const before = found.rows[0]
  if (before?.fingerprint !== fingerprint) throw httpProblem('http.idempotency_key_reused')
  if (before.reply === null) throw httpProblem('http.already_done')
  return before.reply
}

/** Keys are each member's (or key's) own; a stranger's keys are told apart by what they ask. */
function scopeOf({ actor, request }: Command): string {
  return actor ? `${actor.organisationId}/${actor.memberId ?? 'api'}` : `public/${request.ip}`
}

const slowDigest = promisify<string, string, number, Buffer>(scrypt)

/** A public command's body may hold a password: what is kept of it is no easier to guess from than a kept password. */
async function fingerprintOf({ endpoint, request }: Command, key: string): Promise<string> {
  const text = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? {})}`
  if (endpoint.access === 'public') return (await slowDigest(text, key, 32)).toString('hex')
  return createHash('sha256').update(text).digest('hex')
}

/** Forgets keys older than they are kept for. */
export async function forgetOldKeys(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  await sql`delete from idempotency where at < ${before}`.execute(tx)
}
