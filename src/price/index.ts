/** Price's door: what `main.ts` opens, and what later slices may ask. */
export { amendCharges, closeCharges, hasLateFee, openCharges } from '#price/charges.ts'
export { listCharged } from '#price/charge-store.ts'
export { priceProblem } from '#price/price-problem.ts'
export { checkQuote, estimatePrices, makeQuotes } from '#price/quotes.ts'
export { majorOf } from '#price/rate-file.ts'
export { priceRoutes } from '#price/routes.ts'
