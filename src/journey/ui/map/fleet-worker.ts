/**
 * The fleet's worker: reads the pages, follows the stream, and tells the screen what it asked for. What comes by the second is parsed and
 * reckoned here, so that the screen's own thread is left to the person.
 */
import { FleetChange, FleetMoves, FleetPage, FLEET_STREAM_PATH } from '#journey/fleet-contract.ts'
import type { Sight } from '#web/map/crowd.ts'
import { createFleet } from './fleet.ts'
import type { FromWorker, FleetState, TableAsked, ToWorker } from './fleet-line.ts'

const PAGE_ROWS = 5_000
const REOPEN_MS = 5_000
/** A train's boxes report together: one drawing for all that came within this time. */
const DRAW_MS = 250
/** Lists move under the eye: more seldom. */
const LIST_MS = 1_500
const WITHIN_MAX = 200

const scope = globalThis as unknown as {
  postMessage(message: FromWorker): void
  addEventListener(kind: 'message', hear: (event: MessageEvent<ToWorker>) => void): void
}
const fleet = createFleet()
let line: FleetState['line'] = 'opening'
let sight: Sight | undefined
let asked: TableAsked | undefined
let bounds: readonly number[] | null = null
let selected: string | null = null
let source: EventSource | undefined

/** Runs soon after it is asked for, once for all that asked meanwhile. */
function soon(work: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined
      work()
    }, ms)
  }
}

const draw = () => {
  if (sight !== undefined) scope.postMessage({ kind: 'drawn', drawn: fleet.draw(sight) })
}
const tellSelected = () => {
  const chosen = selected === null ? undefined : fleet.line(selected)
  scope.postMessage({ kind: 'selected', selected: chosen ?? null })
}
const tellTable = () => {
  if (asked !== undefined) scope.postMessage({ kind: 'table', ...fleet.table(asked) })
}
const tellWithin = () => {
  if (bounds === null) return
  scope.postMessage({ kind: 'within', lines: fleet.within(bounds, WITHIN_MAX) })
}
const tellState = () => scope.postMessage({ kind: 'state', state: { line, ...fleet.counts() } })
const tellFacets = () => scope.postMessage({ kind: 'facets', facets: fleet.facets() })

const drawSoon = soon(() => {
  draw()
  if (selected !== null) tellSelected()
}, DRAW_MS)
const listSoon = soon(() => {
  tellTable()
  tellWithin()
  tellState()
}, LIST_MS)
const facetsSoon = soon(tellFacets, LIST_MS)

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
    const page: FleetPage = await readPage(cursor)
    mark ??= page.mark
    fleet.add(page)
    cursor = page.next
    drawSoon()
    listSoon()
    facetsSoon()
  }
  fleet.end()
  tellFacets()
  follow(mark ?? '')
}

async function readPage(cursor: string): Promise<FleetPage> {
  const query = new URLSearchParams({ limit: String(PAGE_ROWS), ...(cursor !== '' && { cursor }) })
  const reply = await fetch(`/api/fleet?${query}`, { headers: { accept: 'application/json' } })
  if (!reply.ok) throw new Error(`the fleet: ${reply.status}`)
  return FleetPage.parse(await reply.json())
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
      return tellWithin()
    case 'select':
      selected = message.id
      return tellSelected()
  }
})
