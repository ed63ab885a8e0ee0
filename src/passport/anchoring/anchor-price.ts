/** What is offered for a unit of gas when a transaction waits too long. Pure. */
import type { GasPrice } from '#platform/chain.ts'

/**
 * The price for another signature under the same nonce, or undefined where a higher one would not help.
 *
 * Nodes take a replacement only from a tenth more on, in both parts: a quarter more, or today's price if that is higher. Where
 * four times today's price was offered already, the price is not what the transaction waits for.
 */
export function raisedPrice(offered: GasPrice, today: GasPrice): GasPrice | undefined {
  if ('gasPrice' in offered) {
    const now = mostOf(today)
    if (offered.gasPrice >= now * 4n) return undefined
    return { gasPrice: larger(raised(offered.gasPrice), now) }
  }
  const now =
    'gasPrice' in today ? { maxFeePerGas: today.gasPrice, maxPriorityFeePerGas: 0n } : today
  if (offered.maxFeePerGas >= now.maxFeePerGas * 4n) return undefined
  return {
    maxFeePerGas: larger(raised(offered.maxFeePerGas), now.maxFeePerGas),
    maxPriorityFeePerGas: larger(raised(offered.maxPriorityFeePerGas), now.maxPriorityFeePerGas),
  }
}

const mostOf = (price: GasPrice): bigint =>
  'gasPrice' in price ? price.gasPrice : price.maxFeePerGas
/** A quarter more, rounded up, and never the same again. */
const raised = (wei: bigint): bigint => wei + wei / 4n + 1n
const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other)
