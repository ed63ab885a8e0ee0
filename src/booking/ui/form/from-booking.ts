/** The form filled in from a booking that was made, or from a template: for another like it, or to change it. */
import { bookingApi, type BookingView } from '#booking/contract.ts'
import { templateApi, type BookingTemplate } from '#booking/template-contract.ts'
import { useAsk } from '#web/queries.ts'
import type { BookingDraft } from './BookingForm.tsx'

export type Purpose = 'new' | 'copy' | 'template' | 'amend' | 'confirm' | 'update'

export function draftOf(booking: BookingView, purpose: Purpose): Partial<BookingDraft> {
  const { lines, cargo, consignee, incoterm, remarks, reference, brokerId } = booking
  const draft = {
    lines,
    cargo,
    consignee,
    incoterm,
    remarks,
    brokerId: brokerId ?? undefined,
    // Another booking needs a number of its own.
    ...((purpose === 'amend' || purpose === 'update') && { reference }),
  }
  return draft as Partial<BookingDraft>
}

const BASKET_MS = 10_000
const OF_BOOKING = ['copy', 'amend', 'confirm', 'update'] as const

export interface Source {
  readonly purpose: Purpose
  /** Of the booking or the template; empty for a new one. */
  readonly sourceId: string
  readonly booking: BookingView | undefined
  readonly template: BookingTemplate | undefined
}

/** What the address asks for: to copy, amend, confirm or update a booking, to use a template, or none of them. */
export function useSource(search: URLSearchParams) {
  const ofBooking = OF_BOOKING.find((name) => search.has(name))
  const purpose: Purpose = ofBooking ?? (search.has('template') ? 'template' : 'new')
  const sourceId = search.get(purpose) ?? ''
  const asked = useAsk(bookingApi.getBooking, {
    params: { bookingId: sourceId },
    enabled: ofBooking !== undefined,
    // It may be confirmed in another window, and runs out by itself.
    ...(purpose === 'confirm' && { refetchEveryMs: BASKET_MS }),
  })
  const kept = useAsk(templateApi.list, { enabled: purpose === 'template' })
  const source: Source = {
    purpose,
    sourceId,
    booking: asked.data,
    // One that was deleted meanwhile leaves an empty form.
    template: kept.data?.items.find(({ id }) => id === sourceId),
  }
  const isThere = purpose === 'template' ? kept.data !== undefined : asked.data !== undefined
  const from = purpose === 'template' ? kept : asked
  return {
    ...source,
    waiting: purpose !== 'new' && !isThere,
    problem: isThere ? null : from.error,
    retry: () => void from.refetch(),
  }
}
