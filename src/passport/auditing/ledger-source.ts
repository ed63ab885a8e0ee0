/**
 * Where a ledger is read from: a server of C2SP tiles, or a folder of the same layout. A hostile one can waste time, within a
 * limit, and nothing else: every reply is cut off at the size that its path can have, and nothing but a plain file is opened.
 */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { auditProblem } from '#passport/auditing/audit-problem.ts'

export interface LedgerSource {
  /** The bytes at a path that we made ourselves, at most so many. */
  read(path: string, bytesMax: number): Promise<Uint8Array>
}

/** How long a server is waited for. */
export interface Patience {
  readonly tries: number
  readonly pauseMs: number
  readonly replyMs: number
}

const PATIENCE: Patience = { tries: 4, pauseMs: 300, replyMs: 30_000 }

export function openSource(place: string, patience: Patience = PATIENCE): LedgerSource {
  if (!/^https?:\/\//.test(place))
    return { read: (path, max) => readFileOf(join(place, path), max) }
  if (!URL.canParse(place))
    throw auditProblem('audit.unreadable', { what: place, why: 'not an address' })
  const address = place.endsWith('/') ? place : `${place}/`
  return { read: (path, max) => fetchWithRetries(new URL(path, address), max, patience) }
}

async function readFileOf(file: string, bytesMax: number): Promise<Uint8Array> {
  try {
    return await readUpTo(file, bytesMax)
  } catch (error) {
    throw auditProblem('audit.unreadable', { what: file, why: whyOf(error) })
  }
}

/** A plain file, at most so large: no pipe is waited for, no device read. */
export async function readUpTo(file: string, bytesMax: number): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw new Error('not a file')
    if (stat.size > bytesMax) throw new Error(`larger than ${bytesMax} bytes`)
    const bytes = new Uint8Array(stat.size)
    let length = 0
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length)
      if (bytesRead === 0) throw new Error('it became shorter while it was read')
      length += bytesRead
    }
    return bytes
  } finally {
    await handle.close()
  }
}

/** What no second try will mend. */
class Final extends Error {}

async function fetchWithRetries(
  url: URL,
  bytesMax: number,
  { tries, pauseMs, replyMs }: Patience,
): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetchUpTo(url, bytesMax, replyMs)
    } catch (error) {
      if (attempt === tries || error instanceof Final)
        throw auditProblem('audit.unreadable', { what: url.href, why: whyOf(error) })
      await sleep(pauseMs * 2 ** attempt)
    }
  }
}

async function fetchUpTo(url: URL, bytesMax: number, replyMs: number): Promise<Uint8Array> {
  const reply = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(replyMs) })
  if (!reply.ok || reply.body === null) {
    await reply.body?.cancel()
    const mayPass = reply.status >= 500 || reply.status === 429
    const why = `HTTP ${reply.status}`
    throw mayPass ? new Error(why) : new Final(why)
  }
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of reply.body) {
    length += part.length
    if (length > bytesMax) throw new Final(`larger than ${bytesMax} bytes`)
    parts.push(part)
  }
  return Uint8Array.from(Buffer.concat(parts))
}

export function whyOf(error: unknown): string {
  const { code, name, message, cause } = error as NodeJS.ErrnoException & {
    cause?: { code?: string }
  }
  if (name === 'TimeoutError') return 'no whole reply in time'
  return (typeof code === 'string' ? code : undefined) ?? cause?.code ?? message
}
