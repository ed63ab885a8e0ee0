/**
 * The fleet's worker: reads the pages, follows the stream, and tells the screen what it asked for. What comes by the second is parsed and
 * reckoned here, so that the screen's own thread is left to the person.
 */
import {
  FLEET_COLUMNS_PATH,
  FleetChange,
  FleetColumns,
  FleetMoves,
  FLEET_STREAM_PATH,
  rowsOfColumns,
} from '#journey/fleet-contract.ts'
import { heardWords } from '#tracking/ui/position-words.ts'
import { LOCALE_DEFAULT, type Locale } from '#kernel/locale.ts'
import type { Sight } from '#web/map/crowd.ts'
import { looksAlike, type Shown } from '#web/map/crowd-alike.ts'
import { createFleet } from './fleet.ts'
import type {
  FleetLine,
  FleetState,
  FleetTold,
  FromWorker,
  ListedLine,
  TableAsked,
  ToWorker,
} from './fleet-line.ts'
import { heardOf } from './heard.ts'

const REOPEN_MS = 5_000
/** A train's boxes report together: one drawing for all that came within this time. */
const DRAW_MS = 250
/** Lists move under the eye: more seldom, and with the marks, so that both are one drawing. */
const LIST_MS = 2_500
const WITHIN_MAX = 200
const TICK_MS = 30_000

const scope = globalThis as unknown as {
  postMessage(message: FromWorker): void
  addEventListener(kind: 'message', hear: (event: MessageEvent<ToWorker>) => void): void
}
const fleet = createFleet()
let line: FleetState['line'] = 'opening'
let locale: Locale = LOCALE_DEFAULT
let sight: Sight | undefined
let asked: TableAsked | undefined
let bounds: readonly number[] | null = null
let selected: string | null = null
let shown: Shown | undefined
let source: EventSource | undefined
const told = new Map<string, string>()

/** Runs soon after it is asked for, once for all that asked meanwhile, and not again before it has rested. */
function soon(work: () => void, restMs = 0): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let rested = 0
  return () => {
    timer ??= setTimeout(
      () => {
        timer = undefined
        rested = performance.now() + restMs
        work()
      },
      Math.max(DRAW_MS, rested - performance.now()),
    )
  }
}

/** Marks that would look as they do already are not told: of a corridor's fleet most moves are smaller than a point of the screen. */
const draw = () => {
  if (sight === undefined) return
  const next = { drawn: fleet.draw(sight), worldPx: sight.worldPx }
  if (shown !== undefined && looksAlike(shown, next)) return
  shown = next
  scope.postMessage({ kind: 'drawn', drawn: next.drawn })
}
/** Tells what reads otherwise than before: for the screen, to be told is to draw. */
function tell(parts: Partial<FleetTold>): void {
  const changed = Object.entries(parts).filter(([name, part]) => {
    const text = JSON.stringify(part)
    if (told.get(name) === text) return false
    told.set(name, text)
    return true
  })
  if (changed.length > 0) scope.postMessage({ kind: 'told', told: Object.fromEntries(changed) })
}

/** Words are made here: looking up texts and clocks for a list costs more than to draw it. */
function listed({ fix, ...line }: FleetLine): ListedLine {
  const heard = heardOf({ fix })
  return { ...line, heard: heard === undefined ? null : heardWords(heard, locale, new Date()) }
}

const stateNow = (): FleetState => ({ line, ...fleet.counts() })
const selectedNow = () => (selected === null ? null : (fleet.line(selected) ?? null))
const tableNow = () => {
  if (asked === undefined) return undefined
  const { lines, total } = fleet.table(asked)
  return { lines: lines.map(listed), total }
}
const withinNow = () => (bounds === null ? [] : fleet.within(bounds, WITHIN_MAX).map(listed))
const tellState = () => tell({ state: stateNow() })
const tellFacets = () => tell({ facets: fleet.facets() })
const tellTable = () => {
  const table = tableNow()
  if (table !== undefined) tell({ table })
}
const tellLists = () => {
  const table = tableNow()
  tell({ within: withinNow(), ...(table && { table }) })
}

const drawSoon = soon(() => {
  draw()
  tell({ selected: selectedNow() })
})
const listSoon = soon(() => {
  tellState()
  tellLists()
}, LIST_MS)
const facetsSoon = soon(tellFacets, LIST_MS)
// A minute ago is two minutes ago by now.
setInterval(tellLists, TICK_MS)

function say(next: FleetState['line']): void {
  if (line === next) return
  line = next
  tellState()
}

/** All pages, then the stream from where the first page stood. */
async function read(): Promise<void> {
  let cursor: string | null = ''
  let mark: string | undefined
  while (cursor !== null) {
    const page: FleetColumns = await readPage(cursor)
    mark ??= page.mark
    fleet.add({ ...page, items: rowsOfColumns(page) })
    cursor = page.next
    drawSoon()
    listSoon()
    facetsSoon()
  }
  fleet.end()
  tellFacets()
  follow(mark ?? '')
}

async function readPage(cursor: string): Promise<FleetColumns> {
  const query = cursor === '' ? '' : `?${new URLSearchParams({ cursor })}`
  const headers = { accept: 'application/json' }
  const reply = await fetch(`${FLEET_COLUMNS_PATH}${query}`, { headers })
  if (!reply.ok) throw new Error(`the fleet: ${reply.status}`)
  return FleetColumns.parse(await reply.json())
}

function open(): void {
  read().catch(() => {
    say('lost')
    setTimeout(open, REOPEN_MS)
  })
}

function follow(mark: string): void {
  let last = mark
  const stream = new EventSource(`${FLEET_STREAM_PATH}?mark=${encodeURIComponent(mark)}`)
  source = stream
  const on = (kind: string, hear: (text: string) => void) =>
    stream.addEventListener(kind, (event) => {
      const { data, lastEventId } = event as MessageEvent<string>
      if (lastEventId !== '') last = lastEventId
      hear(data)
    })
  stream.addEventListener('open', () => {
    say('live')
    tellState()
  })
  on('moved', (text) => {
    if (fleet.move(FleetMoves.parse(JSON.parse(text))) === 0) return
    drawSoon()
    listSoon()
  })
  on('changed', (text) => {
    fleet.change(FleetChange.parse(JSON.parse(text)))
    drawSoon()
    listSoon()
    facetsSoon()
  })
  on('reset', () => {
    stream.close()
    open()
  })
  stream.addEventListener('error', () => {
    say('lost')
    // After a broken line the browser comes back by itself and resumes by Last-Event-ID. After an answer that is no stream, as a
    // proxy gives while the server starts, it gives up for good.
    if (stream.readyState !== EventSource.CLOSED || source !== stream) return
    setTimeout(() => follow(last), REOPEN_MS)
  })
}

scope.addEventListener('message', ({ data: message }) => {
  switch (message.kind) {
    case 'open':
      return open()
    case 'locale':
      locale = message.locale
      return tellLists()
    case 'look':
      sight = message.sight
      return draw()
    case 'filter':
      fleet.filter(message.filter)
      draw()
      tellTable()
      return tellState()
    case 'table':
      asked = message.asked
      return tellTable()
    case 'within':
      bounds = message.bounds
      return tell({ within: withinNow() })
    case 'select':
      selected = message.id
      return tell({ selected: selectedNow() })
  }
})
