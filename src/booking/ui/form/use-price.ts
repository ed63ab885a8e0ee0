/** The price of what is being typed, from the sheets in force; asked again when the server says that they changed. */
import type { FormInstance } from 'antd'
import { Form } from 'antd'
import { useState } from 'react'
import { BookingLine } from '#booking/contract.ts'
import { priceApi, type ExtraAsked, type QuotedBoxes } from '#price/contract.ts'
import { extraQuantityMax } from '#price/price.ts'
import { estimate, estimateOf, type Estimated } from '#price/ui/Estimate.tsx'
import type { Departure } from '#train/contract.ts'
import { useAsk } from '#web/queries.ts'
import type { BookingDraft } from './BookingForm.tsx'
import { useAskedQuote, useFixedPrice, type FixedPrice } from './use-fixed-price.ts'

export interface Pricing {
  readonly boxes: readonly QuotedBoxes[]
  readonly extras: readonly ExtraAsked[]
  /** By the quote where the price is fixed, else by the sheets as they are now. */
  readonly estimated: Estimated | undefined
  readonly fixed: FixedPrice
  /** What may be had besides, with the quantity it would be had in: one for every box, a day for storage. */
  readonly offered: readonly ExtraAsked[]
  readonly chosen: readonly string[]
  readonly choose: (kinds: string[]) => void
  readonly refresh: () => void
}

export function usePrice(departure: Departure, form: FormInstance<BookingDraft>): Pricing {
  const [chosen, choose] = useState<string[]>()
  const { data, refetch } = useAsk(priceApi.departureRates, {
    params: { departureId: departure.id },
  })
  const typed = Form.useWatch((draft: Partial<BookingDraft>) => draft, form)
  const sheets = data?.items ?? []
  const boxes = (typed?.lines ?? [])
    .flatMap((row) => BookingLine.safeParse(row).data ?? [])
    .map(({ equipmentType, count, owner = 'operator' }) => ({ equipmentType, count, owner }))
  const plain = estimate(sheets, departure, boxes, [])
  const offered = (plain?.offers ?? []).map(({ kind, basis }) => ({
    kind,
    quantity: extraQuantityMax(basis === 'container_day' ? 'container' : basis, boxes),
  }))
  const asked = useAskedQuote()
  const kinds: readonly string[] = chosen ?? asked?.extras.map(({ kind }) => kind) ?? []
  const extras = offered.filter(({ kind }) => kinds.includes(kind))
  const fixed = useFixedPrice(departure, { boxes, extras }, asked)
  const current = extras.length === 0 ? plain : estimate(sheets, departure, boxes, extras)
  const estimated = fixed.quote === undefined ? current : estimateOf(fixed.quote)
  const refresh = () => void refetch()
  return { boxes, extras, estimated, fixed, offered, chosen: kinds, choose, refresh }
}
