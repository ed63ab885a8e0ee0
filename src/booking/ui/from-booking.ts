/** The form filled in from a booking that was made: for another like it, or to change it. */
import { bookingApi, type BookingView } from '#booking/contract.ts'
import { useAsk } from '#web/queries.ts'
import type { BookingDraft } from './BookingForm.tsx'

export type Purpose = 'new' | 'copy' | 'amend' | 'confirm'

export function draftOf(booking: BookingView, purpose: Purpose): Partial<BookingDraft> {
  const { lines, cargo, consignee, incoterm, remarks, reference, parties } = booking
  const draft = {
    lines,
    cargo,
    consignee,
    incoterm,
    remarks,
    brokerId: parties.find(({ kind }) => kind === 'broker')?.id,
    // Another booking needs a number of its own.
    ...(purpose === 'amend' && { reference }),
  }
  return draft as Partial<BookingDraft>
}

const BASKET_MS = 10_000
const OF_BOOKING = ['copy', 'amend', 'confirm'] as const

/** What the address asks for: to copy, amend or confirm a booking, or none of them. */
export function useSource(search: URLSearchParams) {
  const purpose: Purpose = OF_BOOKING.find((name) => search.has(name)) ?? 'new'
  const bookingId = search.get(purpose) ?? ''
  const asked = useAsk(bookingApi.getBooking, {
    params: { bookingId },
    enabled: purpose !== 'new',
    // It may be confirmed in another window, and runs out by itself.
    ...(purpose === 'confirm' && { refetchEveryMs: BASKET_MS }),
  })
  return {
    purpose,
    bookingId,
    source: asked.data,
    waiting: purpose !== 'new' && !asked.data,
    problem: asked.data ? null : asked.error,
    retry: () => void asked.refetch(),
  }
}
