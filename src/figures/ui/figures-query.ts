/** What the figures are asked for, in the address: a sheet of them can be sent on, and is the same when it is opened again. */
import type { z } from 'zod'
import type { Day } from '#kernel/day.ts'
import { FiguresAsked } from '#figures/contract.ts'
import { useAddress } from '#web/address.ts'

export type Asked = z.input<typeof FiguresAsked>

const PARTS = Object.keys(FiguresAsked.shape) as (keyof Asked)[]

/** What is in the address and cannot be understood is not asked. */
export function useFiguresAsked(): [Asked, (change: Asked) => void] {
  const { search, set } = useAddress()
  const asked: Asked = Object.assign(
    {},
    ...PARTS.map((part) => {
      const read = FiguresAsked.shape[part].safeParse(search.get(part) ?? undefined)
      return read.success && read.data !== undefined ? { [part]: read.data } : {}
    }),
  )
  return [asked, set]
}

export function writtenOf(asked: Asked): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** `14–20 сент. 2026 г.`: from a Monday to its Sunday. */
export function weekName(monday: Day, tag: string): string {
  const ms = Date.parse(monday)
  return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(
    ms,
    ms + 6 * 86_400_000,
  )
}
