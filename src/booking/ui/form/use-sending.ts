/** Sends the form: first the price is fixed by a quote, then slots and price are taken together. A price that changed is shown, not taken. */
import { App } from 'antd'
import { useNavigate } from 'react-router'
import { amendmentApi } from '#booking/amendment-contract.ts'
import { bookingApi, type BookingView } from '#booking/contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import { slotApi } from '#booking/slot-contract.ts'
import { priceApi } from '#price/contract.ts'
import { priceTexts } from '#price/ui/texts.ts'
import type { Departure } from '#train/contract.ts'
import { formatMoney } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import type { BookingDraft } from './BookingForm.tsx'
import { draftKeyOf, dropDraft, moveDraft } from './draft.ts'
import { formTexts } from './form-texts.ts'
import type { useSource } from './from-booking.ts'
import type { Pricing } from './use-price.ts'

interface Sending {
  readonly departure: Departure
  readonly from: ReturnType<typeof useSource>
  readonly pricing: Pricing
  readonly draftKey: string
}

/** Asked for is not always had at once. */
const OTHERWISE: Partial<Record<BookingState, 'waits' | 'asked'>> = {
  waitlisted: 'waits',
  received: 'asked',
}

export function useSending({ departure, from, pricing, draftKey }: Sending) {
  const t = useTexts(formTexts)
  const price = useTexts(priceTexts)
  const { tag } = useLocale()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const done = (word: 'done' | 'amended' | 'updated') => (booking: BookingView) => {
    dropDraft(draftKey)
    const { number, state } = booking
    void message.success(t(word === 'done' ? (OTHERWISE[state] ?? word) : word, { number }))
    void navigate(paths.booking(booking.id), { replace: true })
  }
  const quote = useCommand(priceApi.quote)
  const book = useCommand(bookingApi.book, done('done'))
  const amend = useCommand(amendmentApi.amend, done('amended'))
  const confirm = useCommand(slotApi.confirm, done('done'))
  const update = useCommand(slotApi.update, done('updated'))
  const hold = useCommand(slotApi.hold, (basket) => {
    moveDraft(draftKey, draftKeyOf(departure.id, basket.id))
    void message.success(t('held', { number: basket.number }))
    const to = paths.confirmBooking(departure.id, basket.id, pricing.fixed.quote?.id)
    void navigate(to, { replace: true })
  })
  const send = async (draft: BookingDraft): Promise<void> => {
    const params = { bookingId: from.sourceId }
    // Its price stands: boxes and services are those it was asked for with.
    if (from.purpose === 'update') return void (await update.run({ params, body: draft as never }))
    const { boxes, extras, estimated, fixed, refresh } = pricing
    let quoteId: string | undefined = fixed.quote?.id
    if (quoteId === undefined && estimated !== undefined) {
      const body = { departureId: departure.id, boxes: [...boxes], extras: [...extras] }
      const quoted = await quote.run({ body })
      if (quoted === undefined) return
      if (quoted.totalMinor !== estimated.totalMinor) {
        const total = formatMoney(quoted.totalMinor, quoted.currency, tag)
        void message.warning(price('changed', { total }), 8)
        refresh()
        return
      }
      quoteId = quoted.id
    }
    const body = { ...draft, departureId: departure.id, ...(quoteId && { quoteId }) } as never
    if (from.purpose === 'amend') await amend.run({ params, body })
    else if (from.purpose === 'confirm') await confirm.run({ params, body })
    else await book.run({ body })
  }
  /** Boxes and mass are all that a basket needs. */
  const keep = async ({ lines, cargo }: Pick<BookingDraft, 'lines' | 'cargo'>): Promise<void> => {
    const cargoKg = cargo.reduce((sum, row) => sum + row.grossMassKg, 0)
    await hold.run({ body: { departureId: departure.id, lines, cargoKg } })
  }
  const commands = [quote, book, amend, confirm, update, hold]
  return {
    send,
    keep,
    running: commands.some(({ running }) => running),
    problem: commands.find(({ problem }) => problem !== null)?.problem ?? null,
  }
}
