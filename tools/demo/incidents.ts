/**
 * What goes wrong on the demo's trains, in the words of their trackers' own frames: a battery that runs down, a door that stands open
 * for a while before the border. Nothing else knows of it: the alerts come by themselves.
 */
import type { Location } from '#gateway/protocols/jt808/location.ts'
import type { DemoLine } from './lines.ts'

/** JT/T 808, table of states: the first door is open. */
const DOOR_1 = 1 << 13
const BATTERY = '0xFE'

interface Incident {
  readonly line: DemoLine['key']
  /** Which of the train's trackers, from 0. */
  readonly tracker: number
  readonly fromHours: number
  readonly toHours: number
  readonly change: (location: Location, hours: number) => Location
}

const INCIDENTS: readonly Incident[] = [
  {
    line: 'tashkent',
    tracker: 1,
    fromHours: 126.5,
    toHours: 127,
    change: (location) => ({ ...location, status: location.status | DOOR_1 }),
  },
  {
    line: 'moscow',
    tracker: 0,
    fromHours: 0,
    toHours: Infinity,
    // Down to 16 % when the demo begins, and empty before Yekaterinburg.
    change: (location, hours) => {
      const percent = Math.max(1, Math.round(100 - 0.56 * hours))
      const hex = percent.toString(16).padStart(2, '0')
      return { ...location, items: [...location.items, { id: BATTERY, hex }] }
    },
  },
]

export function withIncidents(
  line: DemoLine['key'],
  tracker: number,
  hours: number,
  location: Location,
): Location {
  return INCIDENTS.filter(
    (one) =>
      one.line === line && one.tracker === tracker && hours >= one.fromHours && hours < one.toHours,
  ).reduce((changed, { change }) => change(changed, hours), location)
}
