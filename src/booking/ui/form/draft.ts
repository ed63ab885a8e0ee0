/** A form half filled in, kept in this window's own storage so that neither the back button nor a reload loses it. */
import { z } from 'zod'

const Draft = z.record(z.string(), z.unknown())

/** One draft for each train, and for each booking that the form is filled in from. */
export function draftKeyOf(departureId: string, bookingId: string): string {
  return `booking-draft-${departureId}${bookingId}`
}

export function readDraft(key: string): Record<string, unknown> | undefined {
  try {
    return Draft.optional().parse(JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined)
  } catch {
    return undefined
  }
}

export function writeDraft(key: string, values: object): void {
  sessionStorage.setItem(key, JSON.stringify(values))
}

export function dropDraft(key: string): void {
  sessionStorage.removeItem(key)
}

/** What was typed goes on in another form of this window. */
export function moveDraft(from: string, to: string): void {
  const typed = readDraft(from)
  if (typed) writeDraft(to, typed)
  dropDraft(from)
}
