/**
 * Where a witness keeps what it has seen: one file a log, the cosigned checkpoint whole, named by the SHA-256 of the log's origin.
 * The folder is one witness's: a second process on it would answer from what the first is about to replace.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { findText, writeDurably } from '#platform/durable-file.ts'
import { WitnessStateError, type WitnessStore } from '#witness/witness.ts'

export interface WitnessFolder extends WitnessStore {
  close(): void
}

/** The name under which a log's checkpoint is kept and served. */
export function originDigest(origin: string): string {
  return createHash('sha256').update(origin).digest('hex')
}

export async function openWitnessFolder(folder: string): Promise<WitnessFolder> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = await lockFolder(join(folder, 'lock'))
  const pathOf = (origin: string) => join(folder, `${originDigest(origin)}.checkpoint`)
  return {
    read: (origin) => findText(pathOf(origin)),
    write: (origin, checkpoint) => writeDurably(pathOf(origin), checkpoint),
    close: () => void lock.close(),
  }
}

/** A socket in the folder: whoever is killed leaves the file, but nobody who answers on it. */
async function lockFolder(path: string): Promise<Server> {
  const held = await listen(path)
  if (held !== undefined) return held
  if (await answers(path)) throw new WitnessStateError('another witness runs on this folder')
  rmSync(path, { force: true })
  const again = await listen(path)
  if (again === undefined) throw new WitnessStateError('another witness runs on this folder')
  return again
}

function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(undefined) : fail(error),
    )
    server.listen(path, () => done(server))
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}
