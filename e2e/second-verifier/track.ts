/** The file that proves a route, read from the document's own section. */
import {
  array,
  as,
  count,
  decode,
  must,
  object,
  parseCanonical,
  salted,
  text,
  type Json,
  type JsonObject,
} from './bytes.ts'
import { positionsPayload, readEntry, signedBy, TYP } from './entries.ts'
import { mustStand, readHead } from './evidence.ts'
import type { Vkey } from './signatures.ts'
import { hashes, inclusionRoot, leafHash } from './tree.ts'

const BYTES_MAX = 33_554_432
const HOUR_MS = 3_600_000
const NUMBERS =
  'alarm altitudeM atMs headingDeg latitudeE7 longitudeE7 receivedMs serial speedTenthsKmh status'.split(
    ' ',
  )
const QUALITIES = ['good', 'no_fix', 'null_island', 'clock_ahead', 'jump']

export type Track = {
  code: string
  hours: { hour: string; version: number; fixes: number; index: number }[]
}
type Round = { index: number; hash: Buffer; count: number; root: Buffer }

function readRound(value: Json, ledger: Vkey): Round {
  const { entry: written, index } = as('shape', () => object(value, 'entry index'))
  return as('track_round', () => {
    const entry = readEntry(text(written))
    must(
      entry.typ === TYP.positions && signedBy(entry, ledger.key),
      'track_round',
      'no round of this ledger',
    )
    return { index: count(index), hash: entry.leaf, ...positionsPayload(entry.payload) }
  })
}

function readFix(value: Json): JsonObject {
  const fix = object(value, `${NUMBERS.join(' ')} items quality tracker`)
  for (const name of NUMBERS)
    must(Number.isSafeInteger(fix[name]), 'shape', `${name} is no whole number`)
  array(fix.items).forEach((item) =>
    must(item !== null && typeof item === 'object' && !Array.isArray(item), 'shape', 'no item'),
  )
  must(
    QUALITIES.includes(text(fix.quality)) && /^dev_[0-9a-hjkmnp-tv-z]{20}$/.test(text(fix.tracker)),
    'shape',
    'no quality or tracker',
  )
  return fix
}

const keyOf = (fix: JsonObject): [number, string, number] => [
  fix.atMs as number,
  fix.tracker as string,
  fix.serial as number,
]
function isBefore(one: JsonObject, other: JsonObject): boolean {
  const [a, b] = [keyOf(one), keyOf(other)]
  const at = a.findIndex((part, i) => part !== b[i])
  return at >= 0 && a[at]! < b[at]!
}

function checkHour(content: JsonObject): void {
  const { fixes, hour, previous, version } = object(content, 'code fixes hour previous version')
  const startMs = Date.parse(text(hour))
  must(
    startMs % HOUR_MS === 0 && new Date(startMs).toISOString() === hour,
    'shape',
    'no whole hour',
  )
  must(count(version) >= 1 && (version === 1) === (previous === null), 'shape', 'no version')
  if (previous !== null) decode(previous, 'base64url', 32)
  const read = array(fixes).map(readFix)
  read.forEach((fix, i) => {
    const atMs = fix.atMs as number
    must(atMs >= startMs && atMs < startMs + HOUR_MS, 'shape', 'a fix of another hour')
    must(i === 0 || isBefore(read[i - 1]!, fix), 'shape', 'fixes out of order or twice')
  })
}

export function verifyTrack(json: string, options: { vkey?: string } = {}): Track {
  must(Buffer.byteLength(json) <= BYTES_MAX, 'too_large', 'more than 32 MiB')
  const file = as('shape', () =>
    object(parseCanonical(json), 'checkpoint code format hours proof rounds vkey witnesses?'),
  )
  must(file.format === 'landbridge-track/1', 'shape', 'another format')
  const { code, ledger, checkpoint } = readHead(file, options.vkey)
  const rounds = array(file.rounds).map((value) => readRound(value, ledger))
  const used = new Set<number>()
  mustStand(rounds, file.proof, checkpoint)
  const hours = array(file.hours).map((value) =>
    as('track_hour', () => {
      const { part, path, place, round } = object(value, 'part path place round')
      used.add(count(round))
      const { index, count: leaves, root } = rounds[count(round)]!
      must(
        !Object.hasOwn(
          object(object(part, 'content salt').content, 'fixes hour previous version'),
          'code',
        ),
        'track_hour',
        'the code written out',
      )
      const { content, digest } = salted(part, { code })
      checkHour(content)
      const leaf = leafHash(Buffer.from(digest, 'base64url'))
      const found = inclusionRoot(leaf, count(place), leaves, hashes(path))
      must(found !== null && found.equals(root), 'track_hour', 'not in its round')
      return {
        hour: text(content.hour),
        version: count(content.version),
        fixes: array(content.fixes).length,
        index,
      }
    }),
  )
  const ascend = (all: (number | string)[]): boolean =>
    all.every((one, i) => i === 0 || all[i - 1]! < one)
  const ordered = ascend(rounds.map(({ index }) => index)) && ascend(hours.map(({ hour }) => hour))
  must(
    ordered && used.size === rounds.length && hours.length > 0 && hours.length <= 1000,
    'track_order',
    'hours or rounds',
  )
  return { code, hours }
}
