/** What tracking says to the outside: trackers, where the containers are, and the railway's steps on the way. */
import { z } from 'zod'
import { Container, ContainerId, stepFields } from '#booking/contract.ts'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { idSchema } from '#kernel/id.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { problems } from '#kernel/problem.ts'

export const TrackerId = idSchema<'TrackerId'>('dev')
export type TrackerId = z.infer<typeof TrackerId>

/** Kept without leading zeros: JT/T 808 pads the number to 12 digits in one edition and to 20 in the other. */
export const TrackerPhone = z
  .string()
  .trim()
  .regex(/^0*[1-9]\d{10,19}$/)
  .max(20)
  .overwrite((typed) => typed.replace(/^0+/, ''))
  .meta({
    description: 'The SIM number the device names itself by in JT/T 808: 11 to 20 digits',
    examples: ['13306139197'],
  })

/** A device as its operator sees it. */
export const Tracker = z.object({
  id: TrackerId,
  phone: z.string(),
  terminalId: z.string(),
  maker: z.string(),
  model: z.string(),
  registeredAt: z.iso.datetime(),
  edition: z.enum(['2011', '2013', '2019', 'mqtt']).nullable().meta({
    description:
      'What it spoke last: an edition of JT/T 808, or MQTT; unknown until it has connected',
  }),
  container: z
    .object({ id: ContainerId, number: z.string().nullable(), since: z.iso.datetime() })
    .nullable()
    .meta({ description: 'The container it is bound to now' }),
  lastFixAt: z.iso.datetime().nullable().meta({ description: 'Device time of the newest fix' }),
  lastReceivedAt: z.iso.datetime().nullable(),
})
export type Tracker = z.infer<typeof Tracker>

/** Where devices reach the platform. */
export const TrackerWays = z.object({
  jt808Port: z.int().meta({ description: 'JT/T 808 over TCP' }),
  mqtt: z
    .object({
      tlsPort: z.int().nullable(),
      plainPort: z
        .int()
        .nullable()
        .meta({ description: 'Without TLS; on `plainHost` alone, which may be this machine' }),
      plainHost: z.string().nullable(),
      broker: z.string().nullable().meta({
        description: 'Host and port of an outside broker, which authenticates devices itself',
      }),
    })
    .nullable()
    .meta({ description: 'Null where MQTT is switched off; payloads and topics: docs/mqtt.md' }),
})
export type TrackerWays = z.infer<typeof TrackerWays>

/** The nearest station to a position; `km` says how near. */
export const NearPlace = z.object({
  station: z.string(),
  name: z.object({ zh: z.string(), en: z.string(), ru: z.string() }),
  km: z.number(),
})

/** How a position is known. */
export const PositionPrecision = z.enum(['gps', 'station', 'coordinates']).meta({
  description:
    '`gps`: measured by a tracker; `station`: of the station that a list named; `coordinates`: as a list gave them',
})
export type PositionPrecision = z.infer<typeof PositionPrecision>

/** Of one that stood in a list. */
export const ListedPrecision = PositionPrecision.exclude(['gps'])
export type ListedPrecision = z.infer<typeof ListedPrecision>

export const LivePosition = z.object({
  containerId: ContainerId,
  containerNumber: z.string().nullable(),
  trackerId: TrackerId.nullable().meta({ description: 'Null where it stood in a list' }),
  precision: PositionPrecision,
  listedBy: z
    .object({ zh: z.string(), en: z.string(), ru: z.string() })
    .nullable()
    .meta({ description: 'Whose list it stood in' }),
  deviceTime: z.iso.datetime().meta({ description: 'When the device was there, UTC' }),
  receivedAt: z.iso
    .datetime()
    .meta({ description: 'When we heard of it: coverage gaps make reports late' }),
  latitude: z.number(),
  longitude: z.number(),
  speedKmh: z.number(),
  headingDeg: z.number(),
  near: NearPlace,
})
export type LivePosition = z.infer<typeof LivePosition>

/**
 * The stream at `GET /api/positions/stream` (text/event-stream), read with `new EventSource(POSITIONS_STREAM_PATH)`:
 * first an event `snapshot` with `{ items: LivePosition[] }`, then an event `position` with one LivePosition for every move.
 * After a broken line the browser resumes by `Last-Event-ID`: no second snapshot, only the positions it missed.
 */
export const POSITIONS_STREAM_PATH = '/api/positions/stream'
export const PositionsSnapshot = z.object({ items: z.array(LivePosition) })

export const TRACK_POINTS_MAX = 2_000

export const TrackPoint = z.object({
  deviceTime: z.iso.datetime(),
  latitude: z.number(),
  longitude: z.number(),
  speedKmh: z.number(),
  precision: ListedPrecision.optional().meta({ description: 'Only where it stood in a list' }),
})
export type TrackPoint = z.infer<typeof TrackPoint>

export const Track = z.object({
  points: z.array(TrackPoint).meta({ description: 'In the order of device time' }),
  pointsRecorded: z
    .int()
    .meta({ description: 'How many fixes there are; more than are shown when thinned' }),
})
export type Track = z.infer<typeof Track>

export const FIX_QUALITIES = ['good', 'no_fix', 'null_island', 'clock_ahead', 'jump'] as const

/**
 * A fix as it is kept, in whole numbers, so that it is written alike everywhere: what a digest in the ledger covers. Times in
 * milliseconds since 1970, degrees in ten-millionths.
 */
export const RawFix = z.strictObject({
  alarm: z.int(),
  altitudeM: z.int(),
  atMs: z.int(),
  headingDeg: z.int(),
  items: z.array(z.record(z.string(), z.json())),
  latitudeE7: z.int(),
  longitudeE7: z.int(),
  quality: z.enum(FIX_QUALITIES),
  receivedMs: z.int(),
  serial: z.int(),
  speedTenthsKmh: z.int(),
  status: z.int(),
  tracker: TrackerId,
})
export type RawFix = z.infer<typeof RawFix>

export const ContainerHour = z.object({ containerId: ContainerId, hour: z.iso.datetime() })
export type ContainerHour = z.infer<typeof ContainerHour>

/** Hours of containers that ended and hold fixes which no digest in the ledger covers. */
export const hoursClosed = eventKind(
  'positions.hours_closed',
  z.object({ hours: z.array(ContainerHour) }),
)

const text = (max: number) => z.string().trim().min(1).max(max)

/** A fix as a machine sends it. Everything but who, when, which and where may be left out. */
export const SentFix = z.object({
  phone: TrackerPhone,
  deviceTime: z.iso.datetime({ offset: true }).meta({ description: 'When the device was there' }),
  serial: z.int().min(0).max(2_147_483_647).meta({
    description:
      'Tells fixes of one device and second apart. Sent again with the same number, a fix is kept once',
  }),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  altitudeM: z.number().min(-500).max(9_000).default(0),
  speedKmh: z.number().min(0).max(1_000).default(0),
  headingDeg: z.number().min(0).max(360).default(0),
  valid: z.boolean().default(true).meta({ description: 'False where the receiver had no fix' }),
  items: z
    .array(z.object({ id: text(20), name: text(40), value: z.number() }))
    .max(50)
    .default([])
    .meta({
      description:
        'Whatever else it measured, like {id, name: "temperatureC", value}; alerts heed temperatureC, batteryPercent, isDoorOpen, isLocked and isSealBroken (0 or 1)',
    }),
})
export type SentFix = z.infer<typeof SentFix>

export const SENT_FIXES_MAX = 1_000

export const SentFixes = z.object({
  kept: z.int().meta({ description: 'Rows that are durable now, those kept before included' }),
  refused: z
    .array(
      z.object({
        row: z.int().meta({ description: 'Which of the fixes sent, from 0' }),
        code: z.string(),
        detail: z.string(),
      }),
    )
    .meta({ description: 'Rows that were not kept, each with its reason; the others were' }),
})
export type SentFixes = z.infer<typeof SentFixes>

/** A frame that could not be read, or came from nobody we know. */
export const QuarantinedFrame = z.object({
  receivedAt: z.iso.datetime(),
  reason: z.string(),
  phone: z.string().nullable(),
  remoteAddress: z.string(),
  frameHex: z.string(),
  decoded: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'What could be read of it, as `landbridge jt808 decode` prints it' }),
})
export type QuarantinedFrame = z.infer<typeof QuarantinedFrame>

/** A container train carries at most a hundred and some boxes: one command for the whole of it, all or nothing. */
export const TRAIN_CONTAINERS_MAX = 200
const containerIds = z.array(ContainerId).min(1).max(TRAIN_CONTAINERS_MAX)
const containers = z.object({ items: z.array(Container) })
const params = z.object({ trackerId: TrackerId })

export const railApi = {
  borderArrive: command({
    path: '/containers/border-arrive',
    summary: 'Containers of a train have reached a border station',
    access: ['rail'],
    body: z.object({ ...stepFields, containerIds }),
    reply: containers,
  }),
  arrive: command({
    path: '/containers/arrive',
    summary: 'Containers have arrived at the terminal of destination',
    access: ['rail'],
    body: z.object({ ...stepFields, containerIds }),
    reply: containers,
  }),
}

export const trackingApi = {
  register: command({
    path: '/trackers',
    summary: 'Makes a tracker known; its secret is shown once',
    access: ['operator'],
    body: z.object({
      phone: TrackerPhone,
      terminalId: text(30),
      maker: text(11),
      model: text(30),
    }),
    secretReply: true,
    reply: z.object({
      tracker: Tracker,
      secret: z
        .string()
        .meta({ description: 'Authentication code of the device; not shown again' }),
    }),
  }),
  list: query({
    path: '/trackers',
    summary: 'Trackers of the operator, newest first',
    access: ['operator'],
    query: z.object({
      ...pageQuery,
      free: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: '`true`: only trackers bound to no container' }),
    }),
    reply: pageOf(Tracker),
  }),
  bind: command({
    path: '/trackers/:trackerId/bind',
    summary: 'The tracker travels with a container from now on',
    access: ['operator'],
    params,
    body: z.object({ ...stepFields, containerId: ContainerId }),
    reply: Tracker,
  }),
  unbind: command({
    path: '/trackers/:trackerId/unbind',
    summary: 'The tracker has been taken off its container',
    access: ['operator'],
    params,
    reply: Tracker,
  }),
  ways: query({
    path: '/trackers/ways',
    summary: 'Ports and brokers by which trackers reach the platform',
    access: ['operator'],
    reply: TrackerWays,
  }),
  quarantine: query({
    path: '/trackers/quarantine',
    summary: 'Frames the gateway could not take, newest first',
    access: ['operator', 'platform'],
    query: z.object({ ...pageQuery }),
    reply: pageOf(QuarantinedFrame),
  }),
  positions: query({
    path: '/positions',
    summary: 'Where each of my containers was last',
    access: 'member',
    reply: PositionsSnapshot,
  }),
  sendPositions: command({
    path: '/positions',
    summary:
      'Fixes of my trackers, sent by a machine: durable before the reply, refused row by row',
    access: ['operator'],
    // A fix sent twice is kept once by its own number.
    repeatable: true,
    body: z.object({
      fixes: z
        .array(z.unknown())
        .min(1)
        .max(SENT_FIXES_MAX)
        .meta({ description: 'Each a SentFix; one that cannot be read costs its own row' }),
    }),
    reply: SentFixes,
  }),
  track: query({
    path: '/containers/:containerId/track',
    summary: `The way a container has come, thinned to at most ${TRACK_POINTS_MAX} points`,
    access: 'member',
    params: z.object({ containerId: ContainerId }),
    query: z.object({
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
    }),
    reply: Track,
  }),
}

export const trackingProblem = problems({
  'tracking.tracker_absent': {
    kind: 'absent',
    zh: '找不到该定位终端',
    en: 'There is no such tracker',
    ru: 'Такого трекера нет',
  },
  'tracking.phone_taken': {
    kind: 'conflict',
    zh: '终端手机号 {phone} 已登记',
    en: 'A tracker with the number {phone} is already registered',
    ru: 'Трекер с номером {phone} уже зарегистрирован',
  },
  'tracking.tracker_bound': {
    kind: 'conflict',
    zh: '该定位终端已绑定其他集装箱，请先解绑',
    en: 'This tracker is bound to another container: unbind it first',
    ru: 'Трекер уже закреплён за другим контейнером: сначала снимите его',
  },
  'tracking.container_bound': {
    kind: 'conflict',
    zh: '该集装箱已绑定定位终端，请先解绑',
    en: 'This container already carries a tracker: unbind that one first',
    ru: 'На контейнере уже есть трекер: сначала снимите его',
  },
  'tracking.bound_then': {
    kind: 'conflict',
    zh: '该定位终端在 {since} 之前仍绑定其他集装箱，绑定时间不得早于该时刻',
    en: 'Until {since} this tracker travelled with another container: bind it from then on',
    ru: 'До {since} трекер был закреплён за другим контейнером: укажите время не раньше этого момента',
  },
  'tracking.not_bound': {
    kind: 'conflict',
    zh: '该定位终端未绑定集装箱',
    en: 'This tracker is bound to no container',
    ru: 'Трекер не закреплён ни за одним контейнером',
  },
  'tracking.commands_waiting': {
    kind: 'conflict',
    zh: '该终端已有 {count} 条指令在等待下发，请等终端上线后再发',
    en: '{count} commands already wait for this tracker: wait until it has connected',
    ru: 'Этого трекера уже ждут {count} команд: дождитесь его подключения',
  },
  'tracking.container_twice': {
    kind: 'invalid',
    zh: '集装箱 {containerId} 在名单中重复出现',
    en: 'Container {containerId} is in the list twice',
    ru: 'Контейнер {containerId} указан в списке дважды',
  },
  'tracking.fix_unreadable': {
    kind: 'invalid',
    zh: '定位数据的“{where}”有误：{why}',
    en: 'The fix cannot be read at “{where}”: {why}',
    ru: 'Координаты не читаются в «{where}»: {why}',
  },
  'tracking.period_reversed': {
    kind: 'invalid',
    zh: '起始时间晚于结束时间',
    en: 'The period ends before it begins',
    ru: 'Начало периода позже его окончания',
  },
})
