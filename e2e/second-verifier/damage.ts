/** Somewhere in a value, something else: what a stranger may have changed, put in, left out or exchanged. */
import type { Json } from './bytes.ts'

type Spot = [holder: Record<string, Json>, name: string]

function spotsOf(value: Json, spots: Spot[] = []): Spot[] {
  if (value === null || typeof value !== 'object') return spots
  const holder = value as Record<string, Json>
  for (const name of Object.keys(holder)) {
    spots.push([holder, name])
    spotsOf(holder[name]!, spots)
  }
  return spots
}

const ODD: Json[] = [null, 0, -1, 1.5, '', 'AAAA', [], {}, true, 2 ** 53, '__proto__']

/** A copy of `value` with one thing changed; `donor` is where other values of the same name are taken from. */
export function damage(value: Json, donor: Json, random: () => number): Json {
  const below = (n: number) => Math.floor(random() * n)
  const oneOf = <T>(all: readonly T[]): T => all[below(all.length)]!
  const copy = structuredClone(value)
  const [holder, name] = oneOf(spotsOf(copy))
  const others = spotsOf(donor)
  const same = others.filter(([, other]) => other === name)
  const [from, other] = oneOf(same.length > 0 ? same : others)
  const here = holder[name]!
  const list = Array.isArray(holder) ? (holder as Json[]) : undefined
  switch (below(5)) {
    case 0:
      holder[name] = structuredClone(from[other]!)
      break
    case 1:
      if (list) list.splice(Number(name), 1)
      else delete holder[name]
      break
    case 2:
      if (list) list.splice(Number(name), 0, structuredClone(here))
      else holder[`${name}x`] = here
      break
    case 3:
      holder[name] = oneOf(ODD)
      break
    default:
      if (typeof here === 'number') holder[name] = here + 1 - 2 * below(2)
      else if (list) list.reverse()
      else holder[name] = typeof here === 'string' ? here.slice(1) : oneOf(ODD)
  }
  return copy
}
