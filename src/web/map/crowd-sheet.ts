/**
 * The sheet that lies over the map with a crowd's marks on it. MapLibre would draw land, rails and names anew for every move of a box; here
 * it is some hundred circles on a canvas of our own, and the map beneath stands still.
 */
import type { Position } from '#kernel/station.ts'
import { COUNT_FACE, type Palette } from './palette.ts'
import { shortCount, type DrawnCrowd } from './drawn.ts'

const STALE_MS = 3 * 3_600_000
/** A finger is wider than a box. */
const REACH_PX = 4

interface Point {
  readonly x: number
  readonly y: number
}

/** A round place of the sheet left open for what the map draws above the crowd. */
export interface Hole extends Position {
  readonly radius: number
}

/** What the sheet is laid upon. */
export interface Ground {
  readonly width: number
  readonly height: number
  /** Device pixels for one of the page's. */
  readonly pixelRatio: number
  /** Pixels from the left upper corner, of a place as the map's tiles have it. */
  project(place: Position): Point
}

export interface Sheet {
  readonly element: HTMLCanvasElement
  paint(drawn: DrawnCrowd, places: readonly Position[], on: Ground): void
  /** Opens the sheet in these places. */
  cut(holes: readonly Hole[], on: Ground): void
  /** The uppermost mark there. */
  markAt(point: Point): number | undefined
}

interface Mark extends Point {
  readonly at: number
  readonly radius: number
  readonly fill: string
  readonly rim: string
  readonly rimWidth: number
  readonly words: string
  readonly ink: string
}

export function laySheet(palette: Palette): Sheet {
  const element = document.createElement('canvas')
  element.className = 'map-crowd'
  // The list beside the map says the same.
  element.setAttribute('aria-hidden', 'true')
  const pen = element.getContext('2d')
  let marks: readonly Mark[] = []
  return {
    element,
    paint(drawn, places, on) {
      marks = marksOf(drawn, places, { on, palette })
      if (pen === null) return
      begin(pen, on)
      for (const mark of marks) paintMark(pen, mark)
    },
    cut(holes, on) {
      if (pen !== null) for (const hole of holes) cutHole(pen, on.project(hole), hole.radius)
    },
    markAt: ({ x, y }) =>
      marks.findLast((mark) => {
        const reach = mark.radius + mark.rimWidth + (mark.words === '' ? REACH_PX : 0)
        return Math.hypot(mark.x - x, mark.y - y) <= reach
      })?.at,
  }
}

/** Single boxes first, so that marks with numbers lie above them. */
function marksOf(
  drawn: DrawnCrowd,
  places: readonly Position[],
  { on, palette }: { readonly on: Ground; readonly palette: Palette },
): Mark[] {
  const staleBefore = Date.now() - STALE_MS
  const boxes: Mark[] = []
  const heaps: Mark[] = []
  for (const [at, place] of places.entries()) {
    const point = on.project(place)
    const count = drawn.count[at]!
    const tone = drawn.tone[at]! as 0 | 1 | 2 | 3
    const colour = palette.tones[tone]
    if (count > 1) {
      const look = { radius: radiusOf(count), fill: colour, rim: '#ffffff', rimWidth: 2 }
      heaps.push({ at, ...point, ...look, words: shortCount(count), ink: palette.onTones[tone] })
      continue
    }
    const own = drawn.heardAt[at]! < staleBefore ? palette.stale : colour
    // Hollow where it was not measured.
    const look =
      drawn.listed[at] === 1
        ? { radius: 5, fill: palette.land, rim: own, rimWidth: 2.6 }
        : { radius: 6, fill: own, rim: '#ffffff', rimWidth: 1.6 }
    boxes.push({ at, ...point, ...look, words: '', ink: '' })
  }
  return [...boxes, ...heaps]
}

function radiusOf(count: number): number {
  if (count < 10) return 13
  if (count < 100) return 16
  return count < 1_000 ? 20 : 25
}

function begin(pen: CanvasRenderingContext2D, { width, height, pixelRatio }: Ground): void {
  const { canvas } = pen
  const [across, down] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)]
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across
    canvas.height = down
  }
  pen.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  pen.clearRect(0, 0, width, height)
  pen.font = `12px ${COUNT_FACE}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
}

function paintMark(pen: CanvasRenderingContext2D, mark: Mark): void {
  const { x, y, radius, rimWidth } = mark
  disc(pen, mark, radius + rimWidth, mark.rim)
  disc(pen, mark, radius, mark.fill)
  if (mark.words === '') return
  pen.fillStyle = mark.ink
  // Capitals and figures stand a little above the middle of their line.
  pen.fillText(mark.words, x, y + 0.5)
}

function disc(
  pen: CanvasRenderingContext2D,
  { x, y }: Point,
  radius: number,
  colour: string,
): void {
  pen.fillStyle = colour
  pen.beginPath()
  pen.arc(x, y, radius, 0, 2 * Math.PI)
  pen.fill()
}

function cutHole(pen: CanvasRenderingContext2D, point: Point, radius: number): void {
  pen.globalCompositeOperation = 'destination-out'
  disc(pen, point, radius, '#000000')
  pen.globalCompositeOperation = 'source-over'
}
