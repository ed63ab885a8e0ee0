/**
 * A price fixed by a quote before the booking is sent. The quote stands in the form's address, so that it is still there after a
 * reload; it counts while it has not expired and is for just what is typed.
 */
import { priceApi, type ExtraAsked, type Quote } from '#price/contract.ts'
import { decideQuote } from '#price/price.ts'
import type { Departure } from '#train/contract.ts'
import { useAddress } from '#web/address.ts'
import { useNow } from '#web/now.ts'
import { useAsk, useCommand } from '#web/queries.ts'

export interface FixedPrice {
  /** The quote that holds the price of what is typed. */
  readonly quote: Quote | undefined
  /** One was asked for, and it is over or what is typed has become something else. */
  readonly outgrown: boolean
  readonly fix: () => void
  readonly fixing: boolean
  readonly problem: Error | null
}

/** The quote that the address names. */
export function useAskedQuote(): Quote | undefined {
  const quoteId = useAddress().search.get('quote') ?? ''
  const { data } = useAsk(priceApi.getQuote, { params: { quoteId }, enabled: quoteId !== '' })
  return data
}

export function useFixedPrice(
  { id: departureId }: Departure,
  { boxes, extras }: Pick<Quote, 'boxes' | 'extras'>,
  asked: Quote | undefined,
): FixedPrice {
  const { set } = useAddress({ replace: true })
  const nowMs = useNow().getTime()
  const { run, running, problem } = useCommand(priceApi.quote, ({ id }) => set({ quote: id }))
  const holds =
    asked !== undefined &&
    decideQuote(
      { ...asked, accepted: asked.bookingId !== null, expiresMs: Date.parse(asked.expiresAt) },
      { nowMs, departureId, boxes },
    ) === undefined &&
    listed(asked.extras) === listed(extras)
  return {
    quote: holds ? asked : undefined,
    outgrown: asked !== undefined && !holds,
    fix: () => void run({ body: { departureId, boxes, extras } }),
    fixing: running,
    problem,
  }
}

function listed(extras: readonly ExtraAsked[]): string {
  return extras
    .map(({ kind, quantity }) => `${kind} ${quantity}`)
    .toSorted()
    .join()
}
