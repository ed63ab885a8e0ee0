/** The form filled in from a booking that was made: for another like it, or to change it. */
import { bookingApi, type BookingView } from '#booking/contract.ts'
import { useAsk } from '#web/queries.ts'
import type { BookingDraft } from './BookingForm.tsx'

export type Purpose = 'new' | 'copy' | 'amend'

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

/** What the address asks for: `copy` or `amend` with a booking, or neither. */
export function useSource(search: URLSearchParams) {
  const purpose: Purpose = search.has('amend') ? 'amend' : search.has('copy') ? 'copy' : 'new'
  const bookingId = search.get('amend') ?? search.get('copy') ?? ''
  const asked = useAsk(bookingApi.getBooking, {
    params: { bookingId },
    enabled: purpose !== 'new',
  })
  return {
    purpose,
    bookingId,
    source: asked.data,
    waiting: purpose !== 'new' && !asked.data && !asked.error,
  }
}
