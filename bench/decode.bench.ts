/**
 * One thread from bytes to objects: location reports as locks and trackers send them, each from another terminal and time, all fields and
 * items read. The ceiling of the same run is what no decoder can leave out: looking at every byte for escapes, and the checksum.
 *
 * Rates are by the thread's processor time, so that what else runs on the machine does not count.
 */
import { encodeReport } from '#gateway/protocols/jt808/encode.ts'
import { unescapeFrame } from '#gateway/protocols/jt808/frame.ts'
import { decodeFrame } from '#gateway/protocols/jt808/jt808.ts'
import { STATUS } from '#gateway/protocols/jt808/location.ts'
import type { Bench } from './main.ts'

const ASKED = 300_000
const FRAMES = 5_000
const ROUNDS = 100
const START_MS = Date.parse('2026-03-02T12:00:00+08:00')

export const bench: Bench = async (report) => {
  const frames = makeFrames()
  const inner = frames.map((frame) => frame.subarray(1, -1))
  // Both are warmed up before either is measured.
  rateOf(frames, decodeAll)
  rateOf(inner, checkAll)
  const decoded = rateOf(frames, decodeAll)
  const checked = rateOf(inner, checkAll)
  const n = FRAMES * ROUNDS
  report({ name: 'decode', value: decoded, unit: '1/s', limit: ASKED, n })
  report({ name: 'decode_of_unescape_and_xor', value: decoded, unit: '1/s', limit: checked, n })
}

/** Some 60 bytes each: mileage, state of the inputs, signal, satellites, battery and temperature; every eighth in the 2019 edition. */
function makeFrames(): readonly Uint8Array[] {
  return Array.from({ length: FRAMES }, (_, index) =>
    encodeReport(
      {
        version: index % 8 === 0 ? '2019' : '2013',
        phone: String(13_300_000_000 + index * 7_919),
        serial: index & 0xffff,
      },
      {
        time: new Date(START_MS + index * 100).toISOString(),
        latitude: 36.7 + (index % 997) / 1e4,
        longitude: 116.7 + (index % 1009) / 1e4,
        altitudeM: index % 300,
        speedKmh: (index % 1200) / 10,
        headingDeg: index % 360,
        alarm: 0,
        status: STATUS.valid,
        items: [
          { id: '0x01', name: 'mileageKm', value: index / 10 },
          { id: '0x2A', name: 'ioStatus', value: 1 },
          { id: '0x30', name: 'signalStrength', value: index % 32 },
          { id: '0x31', name: 'satellites', value: index % 20 },
          { id: '0x51', hex: '0134' },
          { id: '0xD4', hex: '3F' },
        ],
      },
    ),
  )
}

/** The sum keeps the work from being left out as unused. */
function decodeAll(frames: readonly Uint8Array[]): number {
  let sum = 0
  for (const frame of frames) {
    const message = decodeFrame(frame)
    if ('error' in message || !message.checksumOk || message.body.kind !== 'location')
      throw new Error('a frame of our own is refused')
    sum += message.body.report.latitude + message.body.report.items.length
  }
  return sum
}

function checkAll(frames: readonly Uint8Array[]): number {
  let sum = 0
  for (const frame of frames) {
    const plain = unescapeFrame(frame)
    if ('error' in plain) throw new Error(plain.error)
    for (let at = 0; at < plain.length; at++) sum ^= plain[at]!
  }
  return sum
}

function rateOf(
  frames: readonly Uint8Array[],
  work: (frames: readonly Uint8Array[]) => number,
): number {
  const before = process.threadCpuUsage()
  for (let round = 0; round < ROUNDS; round++) work(frames)
  const { user, system } = process.threadCpuUsage(before)
  return Math.round((frames.length * ROUNDS * 1e6) / (user + system))
}
