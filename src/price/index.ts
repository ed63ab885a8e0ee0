/** Price's door: what `main.ts` opens, and what later slices may ask. */
export {
  amendCharges,
  chargeNoShow,
  closeCharges,
  hasLateFee,
  openCharges,
  readCharged,
  type Charged,
} from '#price/charges.ts'
export { findUnbalanced, listCharged } from '#price/charge-store.ts'
export { sameBoxes, sameLcl } from '#price/price.ts'
export { priceProblem } from '#price/price-problem.ts'
export { checkQuote, estimatePrices, makeQuotes } from '#price/quotes.ts'
export { majorOf } from '#price/rate-file.ts'
export { dropQuotes } from '#price/quote-store.ts'
export { priceRoutes } from '#price/routes.ts'
export { basisTexts, chargeTexts } from '#price/words.ts'
