/** Price's door: what `main.ts` opens, and what later slices may ask. */
export { amendCharges, closeCharges, openCharges } from '#price/charges.ts'
export { priceRoutes } from '#price/routes.ts'
