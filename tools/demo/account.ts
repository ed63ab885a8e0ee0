/** What the demo keeps for the next start: its one password, whether it was made whole, and its trackers' secrets. */
import { randomInt } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoLine } from './lines.ts'

/** A tracker on a train that has left: what its simulator needs to go on after a restart. */
export interface DemoTracker {
  readonly phone: string
  readonly terminalId: string
  readonly authCode: string
  readonly containerId: string
}

/** A train of the demo that is on its way. */
export interface DemoRun {
  readonly line: DemoLine['key']
  readonly departedAt: string
  /** The next to be told of its way: how many of its calls have been recorded. */
  readonly callsRecorded: number
  /** The moment up to which its trackers have reported. */
  readonly toldUntil?: string
  readonly containerIds: readonly string[]
  readonly trackers: readonly DemoTracker[]
}

export interface DemoAccount {
  readonly state: 'making' | 'made'
  readonly password: string
  readonly runs: readonly DemoRun[]
}

const WORDS = ['jinan', 'khorgos', 'almaty', 'erenhot', 'moscow', 'minsk', 'warsaw', 'hamburg']

export function newDemoAccount(): DemoAccount {
  const word = () => WORDS[randomInt(WORDS.length)]!
  return { state: 'making', password: `${word()}-${word()}-${randomInt(1000, 10_000)}`, runs: [] }
}

const fileIn = (dataDir: string): string => join(dataDir, 'secrets', 'demo.json')

export function readDemoAccount(dataDir: string): DemoAccount | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as DemoAccount
  } catch {
    return undefined
  }
}

/** Whole or not at all: written beside its place, on disk, then moved in. */
export function writeDemoAccount(dataDir: string, account: DemoAccount): void {
  const file = fileIn(dataDir)
  const handle = openSync(`${file}.new`, 'w', 0o600)
  writeSync(handle, JSON.stringify(account, null, 2))
  fsyncSync(handle)
  closeSync(handle)
  renameSync(`${file}.new`, file)
}
