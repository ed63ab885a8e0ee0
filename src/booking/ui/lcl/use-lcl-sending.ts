/** Sends the form of an LCL booking: first the price is fixed by a quote, then space and price are taken together; or holds the space. */
import { App } from 'antd'
import { useNavigate } from 'react-router'
import type { BookingView } from '#booking/contract.ts'
import { lclApi, type ConsolidationView } from '#booking/lcl-contract.ts'
import { lclWaitingApi } from '#booking/lcl-waiting-contract.ts'
import { priceApi } from '#price/contract.ts'
import type { LclAsked } from '#price/lcl-contract.ts'
import type { SpaceAmount } from '#train/consolidation-contract.ts'
import type { Departure } from '#train/contract.ts'
import { formatMoney } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import { draftKeyOf, dropDraft, moveDraft } from '../form/draft.ts'
import { lclTexts } from './lcl-texts.ts'
import type { LclDraft, useEstimate } from './use-typed-lot.ts'

/** What the form is for: a new booking, one that waits for any consolidation, one that is amended, a basket that is confirmed. */
export type LclPurpose = 'new' | 'wait' | 'amend' | 'confirm'

interface Sending {
  readonly consolidation: ConsolidationView | undefined
  readonly departure: Departure
  readonly booking: BookingView | undefined
  readonly purpose: LclPurpose
  readonly draftKey: string
}

export function useLclSending(
  { consolidation, departure, booking, purpose, draftKey }: Sending,
  lcl: LclAsked | undefined,
  estimated: ReturnType<typeof useEstimate>,
) {
  const t = useTexts(lclTexts)
  const { tag } = useLocale()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const done = (made: BookingView) => {
    dropDraft(draftKey)
    const word = made.state === 'waitlisted' ? 'waits' : purpose === 'amend' ? 'amended' : 'booked'
    void message.success(t(word, { number: made.number }))
    void navigate(paths.booking(made.id), { replace: true })
  }
  const params = { bookingId: booking?.id ?? '' }
  const consolidationId = consolidation?.id ?? ''
  const into = { consolidationId }
  const quote = useCommand(priceApi.quoteLcl)
  const consign = useCommand(lclApi.consign, done)
  const wait = useCommand(lclWaitingApi.waitForSpace, done)
  const confirm = useCommand(lclApi.confirmConsignment, done)
  const amend = useCommand(lclApi.amendConsignment, done)
  const hold = useCommand(lclApi.holdSpace, (basket) => {
    moveDraft(draftKey, draftKeyOf(consolidationId, basket.id))
    void message.success(t('held', { number: basket.number }))
    void navigate(paths.confirmLcl(consolidationId, basket.id), { replace: true })
  })
  const send = async (draft: LclDraft): Promise<void> => {
    let quoteId: string | undefined
    if (estimated !== undefined && lcl !== undefined) {
      const quoted = await quote.run({ body: { ...lcl, departureId: departure.id } })
      if (quoted === undefined) return
      if (quoted.totalMinor !== estimated.totalMinor) {
        const total = formatMoney(quoted.totalMinor, quoted.currency, tag)
        void message.warning(t('changed', { total }), 8)
        estimated.refresh()
        return
      }
      quoteId = quoted.id
    }
    const body = { ...draft, ...(quoteId && { quoteId }) } as never
    if (purpose === 'amend') await amend.run({ params, body })
    else if (purpose === 'confirm') await confirm.run({ params, body })
    else if (purpose === 'wait') await wait.run({ params: { departureId: departure.id }, body })
    else await consign.run({ params: into, body })
  }
  const keep = async (lot: SpaceAmount): Promise<void> => {
    await hold.run({ params: into, body: lot })
  }
  const commands = [quote, consign, wait, confirm, amend, hold]
  return {
    send,
    keep,
    running: commands.some(({ running }) => running),
    problem: commands.find(({ problem }) => problem !== null)?.problem ?? null,
  }
}
