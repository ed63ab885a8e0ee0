/** Round numbers for the axis of a chart, and which of its labels fit. Pure. */

/** From zero in even steps of 1, 2 or 5 times a power of ten up to at least `max`; `wanted` of them or one more. */
export function ticksTo(max: number, wanted = 4): number[] {
  if (!(max > 0)) return [0, 1]
  const rough = max / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power
  const count = Math.ceil(max / step - 1e-9)
  // Multiplied, not added up: 0.1 three times is not 0.3.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** Every which label is written, so that each has `needPx` for itself. */
export function labelStep(count: number, widthPx: number, needPx: number): number {
  const fit = Math.max(1, Math.floor(widthPx / needPx))
  return Math.max(1, Math.ceil(count / fit))
}

/** Positions pushed apart to at least `gap`, in their order, between `from` and `to` as far as they fit there. */
export function spread(wanted: readonly number[], gap: number, from: number, to: number): number[] {
  const placed: number[] = []
  for (const at of wanted) placed.push(Math.max(at, (placed.at(-1) ?? from - gap) + gap))
  // What ran over the end is pushed back, the last one first.
  let limit = to
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    placed[index] = Math.min(placed[index]!, limit)
    limit = placed[index]! - gap
  }
  return placed
}
