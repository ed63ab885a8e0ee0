/** Cursor pages: a list is answered in pieces, each with the cursor of the next; a cursor is opaque to the caller. */
import { z } from 'zod'

export const PAGE_ITEMS_MAX = 200

/** Query fields of every list. */
export const pageQuery = {
  cursor: z.string().max(200).optional().meta({ description: 'Where the page before ended' }),
  limit: z.coerce.number().int().min(1).max(PAGE_ITEMS_MAX).default(50),
}

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'Cursor of the next page; null at the end' }),
  })
}

export interface Page<Item> {
  readonly items: Item[]
  readonly next: string | null
}

/** Cuts a list read with `limit + 1` rows into a page; `key` names the last shown row's place in the order. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => string,
): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? key(last) : null }
}
