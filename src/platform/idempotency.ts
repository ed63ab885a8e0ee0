/**
 * `Idempotency-Key`: a command sent twice is done once, and the second caller gets the first reply.
 *
 * The key is written in the command's own transaction, so the reply and what it reports are kept or lost together;
 * a second request with the same key waits on that row for the first to end.
 *
 * A command whose caller hung up before it was begun is not begun: the caller may have sent it again, to another server, and been
 * refused there; done after that, it would be done behind the caller's back.
 */
import { hash, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { AnyEndpoint } from '#kernel/endpoint.ts'
import { httpProblem } from '#kernel/http-problem.ts'
import type { Actor } from '#kernel/organisation.ts'
import { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'

export const KEPT_DAYS = 7
const KEY = /^[\x21-\x7e]{1,200}$/

interface Command {
  readonly endpoint: Pick<AnyEndpoint, 'access' | 'repeatable' | 'secretReply'>
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
  if (typeof key !== 'string' || !KEY.test(key)) throw httpProblem('http.idempotency_key_invalid')
  if (hasHungUp(command)) throw httpProblem('http.given_up')
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
  const reply = replayOf(found.rows[0]!, { fingerprint })
  if (reply instanceof Problem) throw reply
  return reply
}

/**
 * The same for commands that are decided together: those done before are answered as then, the others go to `work`, whose
 * refusals leave no key behind. Two of one key in a batch are one.
 */
export async function onceEach<Reply>(
  tx: Tx,
  commands: readonly Command[],
  work: (fresh: readonly number[]) => Promise<readonly (Reply | Problem)[]>,
): Promise<(Reply | Problem)[]> {
  const keyed = commands.map(toKeyed)
  const before = await findReplies<Reply>(tx, keyed.filter(isKeyed))
  const first = new Map<string, number>()
  const fresh = keyed.flatMap((one, index) => {
    if (!isKeyed(one)) return one === null ? [index] : []
    if (before.has(one.name) || first.has(one.name)) return []
    first.set(one.name, index)
    return [index]
  })
  const outcomes = fresh.length === 0 ? [] : await work(fresh)
  const byIndex = new Map(fresh.map((index, place) => [index, outcomes[place]!]))
  const done = [...first.values()].flatMap((index) => {
    const reply = byIndex.get(index)!
    return reply instanceof Problem ? [] : [{ ...(keyed[index] as Keyed), reply }]
  })
  await keepReplies(tx, done, commands[0]!.now)
  const answers: (Reply | Problem)[] = []
  for (const [index, one] of keyed.entries()) {
    if (one instanceof Problem) answers.push(one)
    else if (one === null || first.get(one.name) === index) answers.push(byIndex.get(index)!)
    else answers.push(await answerAgain(one))
  }
  return answers

  async function answerAgain(one: Keyed): Promise<Reply | Problem> {
    const fingerprint = await one.fingerprint()
    const earlier = before.get(one.name)
    if (earlier !== undefined) return replayOf(earlier, { fingerprint })
    const index = first.get(one.name)!
    const twin = keyed[index] as Keyed
    return (await twin.fingerprint()) === fingerprint
      ? byIndex.get(index)!
      : httpProblem('http.idempotency_key_reused')
  }
}

interface Keyed {
  readonly scope: string
  readonly key: string
  readonly name: string
  /** Taken when it is needed: of what is refused and was not asked before, never. */
  readonly fingerprint: () => Promise<string>
}

function isKeyed(one: Keyed | Problem | null): one is Keyed {
  return one !== null && !(one instanceof Problem)
}

function toKeyed(command: Command): Keyed | Problem | null {
  const key = command.request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !KEY.test(key)) return httpProblem('http.idempotency_key_invalid')
  if (hasHungUp(command)) return httpProblem('http.given_up')
  const scope = scopeOf(command)
  return { scope, key, name: `${scope} ${key}`, fingerprint: () => fingerprintOf(command, key) }
}

interface Kept<Reply> {
  readonly fingerprint: string
  readonly reply: Reply | null
}

async function findReplies<Reply>(
  tx: Tx,
  keyed: readonly Keyed[],
): Promise<ReadonlyMap<string, Kept<Reply>>> {
  if (keyed.length === 0) return new Map()
  const { rows } = await sql<Kept<Reply> & { scope: string; key: string }>`
    select scope, key, fingerprint, reply from idempotency
    join unnest(${keyed.map(({ scope }) => scope)}::text[], ${keyed.map(({ key }) => key)}::text[])
      as asked (scope, key) using (scope, key)`.execute(tx)
  return new Map(rows.map((row) => [`${row.scope} ${row.key}`, row]))
}

/** Another server that did one of these meanwhile makes the whole batch a conflict: tried again, it is answered as there. */
async function keepReplies<Reply>(
  tx: Tx,
  done: readonly (Keyed & { readonly reply: Reply })[],
  now: Date,
): Promise<void> {
  if (done.length === 0) return
  const rows = JSON.stringify(
    await Promise.all(
      done.map(async ({ scope, key, reply, fingerprint }) => {
        return { scope, key, reply, fingerprint: await fingerprint() }
      }),
    ),
  )
  const made = await sql`insert into idempotency (scope, key, fingerprint, reply, at)
    select scope, key, fingerprint, reply, ${now}
    from jsonb_to_recordset(${rows}::jsonb) as done (scope text, key text, fingerprint text, reply jsonb)
    on conflict do nothing returning 1`.execute(tx)
  if (made.rows.length !== done.length) throw httpProblem('http.busy')
}

function replayOf<Reply>(
  before: Kept<Reply>,
  { fingerprint }: { readonly fingerprint: string },
): Reply | Problem {
  if (before.fingerprint !== fingerprint) return httpProblem('http.idempotency_key_reused')
  return before.reply ?? httpProblem('http.already_done')
}

const hasHungUp = ({ request }: Command) => request.raw.socket.destroyed

/** Keys are each member's (or key's) own; a stranger's keys are told apart by what they ask. */
function scopeOf({ actor, request }: Command): string {
  return actor ? `${actor.organisationId}/${actor.memberId ?? 'api'}` : `public/${request.ip}`
}

const slowDigest = promisify<string, string, number, Buffer>(scrypt)

/** A public command's body may hold a password: what is kept of it is no easier to guess from than a kept password. */
async function fingerprintOf({ endpoint, request }: Command, key: string): Promise<string> {
  const text = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? {})}`
  if (endpoint.access === 'public') return (await slowDigest(text, key, 32)).toString('hex')
  return hash('sha256', text)
}

/** Forgets keys older than they are kept for. */
export async function forgetOldKeys(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  await sql`delete from idempotency where at < ${before}`.execute(tx)
}
