/**
 * What a report says beside the position: door, seal, temperatures, battery. Read from the names that the gateway gives to items of
 * JT/T 808, its makers and MQTT, and machines by HTTP with the same names, and from the standard's alarm and status bits. Pure.
 */

/** A report's own words: bits of JT/T 808, items with a name and a value. */
export interface Told {
  readonly alarm: number
  readonly status: number
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

/** Undefined: it said nothing of it. */
export interface Sensed {
  readonly doorOpen: boolean | undefined
  readonly sealBroken: boolean | undefined
  /** How often the rope of its lock was cut, so far. */
  readonly ropeCuts: number | undefined
  readonly coldestC: number | undefined
  readonly hottestC: number | undefined
  readonly batteryPercent: number | undefined
  readonly batteryLow: boolean | undefined
}

/** JT/T 808-2013 and -2019, table of alarms: the main supply is low; the door was opened unlawfully. */
const ALARM_SUPPLY_LOW = 1 << 7
const ALARM_DOOR = 2 ** 31
/** Table of states: doors 1 to 5 are open. */
const STATUS_DOORS = 0b11111 << 13
/** Receivers say such things when nothing is connected. */
const CELSIUS_MIN = -90
const CELSIUS_MAX = 120

export function senseOf(told: Told): Sensed {
  const items = new Map(told.items.map((item) => [item['name'], item['value']]))
  const temperatures = temperaturesOf(items)
  const battery = batteryOf(items)
  return {
    doorOpen: doorOpen(told, items),
    sealBroken: sealBroken(items),
    ropeCuts: number(part(items.get('lock'), 'ropeCuts')),
    coldestC: temperatures.length === 0 ? undefined : Math.min(...temperatures),
    hottestC: temperatures.length === 0 ? undefined : Math.max(...temperatures),
    batteryPercent: battery,
    batteryLow: batteryLow(told, items),
  }
}

type Items = ReadonlyMap<unknown, unknown>

/** A device without a sensor leaves the bits at zero and says "closed" for ever, which warns of nothing. */
function doorOpen({ alarm, status }: Told, items: Items): boolean | undefined {
  const item = flag(items.get('isDoorOpen'))
  const byBits = (status & STATUS_DOORS) !== 0 || Math.floor(alarm / ALARM_DOOR) % 2 === 1
  return item === true || byBits ? true : item === false || status !== 0 ? false : undefined
}

function sealBroken(items: Items): boolean | undefined {
  const locks = items.get('locks')
  const said = [
    flag(items.get('isSealBroken')),
    opposite(flag(items.get('isLocked'))),
    opposite(flag(part(items.get('lock'), 'isRopeIn'))),
    flag(part(items.get('tamper'), 'isRemoved')),
    ...(Array.isArray(locks) ? locks.map((lock) => opposite(flag(part(lock, 'isLocked')))) : []),
  ].filter((one) => one !== undefined)
  return said.length === 0 ? undefined : said.includes(true)
}

function temperaturesOf(items: Items): number[] {
  const several = items.get('temperaturesC')
  return [items.get('temperatureC'), ...(Array.isArray(several) ? several : [])].flatMap(
    (value) => {
      const celsius = number(value)
      return celsius !== undefined && celsius >= CELSIUS_MIN && celsius <= CELSIUS_MAX
        ? celsius
        : []
    },
  )
}

function batteryOf(items: Items): number | undefined {
  const locks = items.get('locks')
  const said = [
    number(items.get('batteryPercent')),
    number(part(items.get('battery'), 'percent')),
    ...(Array.isArray(locks) ? locks.map((lock) => number(part(lock, 'batteryPercent'))) : []),
  ].filter((one) => one !== undefined && one >= 0 && one <= 100)
  return said.length === 0 ? undefined : Math.min(...(said as number[]))
}

function batteryLow({ alarm, status }: Told, items: Items): boolean | undefined {
  const item = flag(part(items.get('tamper'), 'isBatteryLow'))
  if (item === true || (alarm & ALARM_SUPPLY_LOW) !== 0) return true
  return item === false || status !== 0 ? false : undefined
}

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

const flag = (value: unknown): boolean | undefined => {
  if (typeof value === 'boolean') return value
  return value === 0 ? false : value === 1 ? true : undefined
}

const opposite = (value: boolean | undefined): boolean | undefined =>
  value === undefined ? undefined : !value

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
