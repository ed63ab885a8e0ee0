/**
 * Where an audit reads from: a server of C2SP tiles, or a folder of the same layout. A hostile server can waste time, within a
 * limit, and nothing else: every reply is cut off at the size that its path can have.
 */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { auditProblem } from '#passport/auditing/audit-problem.ts'

export interface LedgerSource {
  /** The bytes at a path that we made ourselves, at most so many. */
  read(path: string, bytesMax: number): Promise<Uint8Array>
}

const TRIES = 4
const PAUSE_MS = 300
const PATIENCE_MS = 30_000

export function openSource(place: string): LedgerSource {
  if (!/^https?:\/\//.test(place)) return { read: (path, max) => readUpTo(join(place, path), max) }
  const address = place.endsWith('/') ? place : `${place}/`
  return { read: (path, max) => fetchWithRetries(new URL(path, address), max) }
}

async function readUpTo(file: string, bytesMax: number): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      if (size > bytesMax) throw new Error(`larger than ${bytesMax} bytes`)
      return Uint8Array.from(await handle.readFile())
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw auditProblem('audit.unreadable', { what: file, why: whyOf(error) })
  }
}

async function fetchWithRetries(url: URL, bytesMax: number): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetchUpTo(url, bytesMax)
    } catch (error) {
      if (attempt === TRIES)
        throw auditProblem('audit.unreadable', { what: url.href, why: whyOf(error) })
      await sleep(PAUSE_MS * 2 ** attempt)
    }
  }
}

async function fetchUpTo(url: URL, bytesMax: number): Promise<Uint8Array> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!reply.ok || reply.body === null) {
    await reply.body?.cancel()
    throw new Error(`HTTP ${reply.status}`)
  }
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of reply.body) {
    length += part.length
    if (length > bytesMax) throw new Error(`larger than ${bytesMax} bytes`)
    parts.push(part)
  }
  return Uint8Array.from(Buffer.concat(parts))
}

function whyOf(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: { code?: string } }
  return code ?? cause?.code ?? message
}
