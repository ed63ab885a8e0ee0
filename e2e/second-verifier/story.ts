/** The container's code, the shape of a public part, and whether the statements are a lawful story. */
import { array, must, names, object, text, type JsonObject } from './bytes.ts'
import type { Said } from './evidence.ts'

export function isCode(code: string): boolean {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}[0-9A-HJKMNP-TV-ZU]$/.test(code)) return false
  const n = Array.from(code.slice(0, 26)).reduce(
    (sum, digit) => sum * 32n + BigInt(digits.indexOf(digit)),
    0n,
  )
  const rest = Number(n % 37n)
  return code[26] === (rest === 36 ? 'U' : digits[rest])
}

const YARD = 'received stuffed weighed sealed',
  TRANSIT = 'departed at_border transshipped',
  ARRANGERS = 'exporter forwarder operator',
  OPEN = `booked assigned ${YARD} loaded ${TRANSIT} arrived`
/** event: by | from stages | from customs (none named: any) | while held | stage it leaves | customs it leaves */
const STEPS: Record<string, string> = {
  assigned: 'operator|booked assigned||no|assigned|',
  tracker_bound: `operator|assigned ${YARD} loaded||no||`,
  received: 'warehouse|assigned||no|received|',
  stuffed: 'warehouse|received||no|stuffed|',
  weighed: 'warehouse|stuffed||no|weighed|',
  sealed: 'warehouse|weighed||no|sealed|',
  declared: `broker|${YARD}|none|no||declared`,
  inspection: `customs|${YARD} loaded|declared released|no||inspection`,
  held: `customs|${YARD} loaded|declared inspection released|no||held`,
  released: 'customs|weighed sealed loaded|declared inspection held|no||released',
  loaded: 'operator|sealed|released|no|loaded|',
  unloaded: 'operator|loaded||no|sealed|',
  rolled_over: `operator|booked assigned ${YARD}||no||`,
  departed: 'operator|loaded|released|no|departed|',
  border_arrived: 'rail|departed transshipped||no|at_border|',
  transshipped: 'rail|at_border||no|transshipped|',
  held_in_transit: `rail customs|${TRANSIT}||no||`,
  hold_lifted: `operator customs|${TRANSIT}||yes||`,
  resealed: `rail customs|${TRANSIT}||either||`,
  arrived: 'rail|transshipped||no|arrived|',
  cancelled: 'exporter forwarder|booked assigned|none|no|cancelled|',
  carriage_planned: `${ARRANGERS}|${OPEN}||either||`,
  pre_carriage_departed: `${ARRANGERS}|${OPEN}||either||`,
  pre_carriage_arrived: `${ARRANGERS}|${OPEN}||either||`,
  on_carriage_departed: `${ARRANGERS}|arrived||either||`,
  on_carriage_arrived: `${ARRANGERS}|arrived||either||`,
  carriage_withdrawn: `${ARRANGERS}|${OPEN}||either||`,
}

interface Leg {
  by: string
  side: string
  gone: boolean
  over: boolean
}

/** “Legs before and after the train”: which leg a statement is of, and whether that may be said of it now. */
function followLeg({ sequence, event, party, public: open }: Said, legs: Map<unknown, Leg>): void {
  const found = /^(?:(pre|on)_)?carriage_(planned|departed|arrived|withdrawn)$/.exec(event)
  if (!found) return
  const [, side, what] = found
  must(['pre', 'on'].includes(open.carriageStage as string), 'step_order', 'a leg of no side')
  if (open.carriage === undefined) {
    must(what === 'planned', 'step_order', `${event} of a leg nobody planned`)
    legs.set(sequence, {
      by: party.kind,
      side: open.carriageStage as string,
      gone: false,
      over: false,
    })
    return
  }
  const leg = legs.get(open.carriage)
  must(leg !== undefined && !leg.over, 'step_order', `${event} of no open leg`)
  const fits =
    leg!.by === party.kind && leg!.side === open.carriageStage && (side ?? leg!.side) === leg!.side
  must(fits, 'step_order', `${event} of another's leg, or of another side`)
  must(what !== 'arrived' || leg!.gone, 'step_order', `${event} before it departed`)
  if (what === 'departed') leg!.gone = true
  if (what === 'withdrawn') leg!.over = true
}

export function replay(statements: Said[]): void {
  let stage = '',
    customs = 'none',
    held = false
  let before: Said | undefined
  const legs = new Map<unknown, Leg>()
  for (const said of statements) {
    const { event, party, public: open } = said
    if (before) {
      must(
        said.index > before.index,
        'ledger_order',
        `statement ${said.sequence} stands before its predecessor`,
      )
      must(
        open.equipmentType === before.public.equipmentType,
        'other_container',
        'another equipment type',
      )
      const keeps =
        event === 'assigned'
          ? open.containerNumber !== undefined
          : open.containerNumber === before.public.containerNumber
      must(keeps, 'other_container', 'another container number')
      const rides = event === 'rolled_over' || open.trainNumber === before.public.trainNumber
      must(rides, 'other_train', 'another train')
      must(Object.hasOwn(STEPS, event), 'unknown_event', event)
      const [by, stages, fromCustoms, whileHeld, toStage, toCustoms] = STEPS[event]!.split('|').map(
        (list) => list.split(' ').filter(Boolean),
      )
      must(by!.includes(party.kind), 'not_entitled', `${party.kind} says ${event}`)
      const fits =
        stages!.includes(stage) &&
        (fromCustoms!.length === 0 || fromCustoms!.includes(customs)) &&
        (whileHeld![0] === 'either' || (whileHeld![0] === 'yes') === held)
      must(fits, 'step_order', `${event} after ${stage}, customs ${customs}${held ? ', held' : ''}`)
      stage = toStage![0] ?? stage
      customs = toCustoms![0] ?? customs
      if (event === 'held_in_transit') held = true
      if (event === 'hold_lifted') held = false
      followLeg(said, legs)
    } else {
      must(event === 'booked', 'step_order', 'does not begin with booked')
      must(
        party.kind === 'exporter' || party.kind === 'forwarder',
        'not_entitled',
        `${party.kind} says booked`,
      )
      stage = 'booked'
    }
    before = said
  }
}

export function checkPublicShape(content: JsonObject): void {
  for (const name of ['code', 'sequence', 'previous', 'party'])
    must(!Object.hasOwn(content, name), 'public', `${name} is written out`)
  for (const name of ['equipmentType', 'event', 'trainNumber']) text(content[name])
  if (content.containerNumber !== undefined) text(content.containerNumber)
  for (const time of [content.at, content.recordedAt])
    must(isMoment(text(time)), 'public_shape', 'no moment')
  if (content.documents !== undefined) {
    const digests = array(content.documents)
    must(digests.length >= 1 && digests.length <= 12, 'public_shape', 'no or too many documents')
    digests.forEach(text)
  }
  const place = object(content.place, 'city code')
  text(place.code)
  names(place.city)
}

/** RFC 3339 as the document narrows it. */
function isMoment(time: string): boolean {
  const found =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-](\d\d):(\d\d))$/.exec(time)
  if (!found) return false
  const [year, month, day, hour, minute, second, offsetHour, offsetMinute] = found
    .slice(1)
    .map((part) => Number(part ?? 0))
  const isLeap = year! % 4 === 0 && (year! % 100 !== 0 || year! % 400 === 0)
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month! - 1] ?? 0
  const isDay = day! >= 1 && day! <= days
  return (
    isDay && hour! < 24 && minute! < 60 && second! < 60 && offsetHour! < 24 && offsetMinute! < 60
  )
}
