/** Train's door: what `main.ts` opens, and what later slices may ask. */
export { trainRoutes } from '#train/routes.ts'
export {
  bookingCutoffText,
  getDeparture,
  getDepartures,
  getService,
  lockScheduled,
  markArrived,
  markDeparted,
  releaseSlots,
  reserveSlots,
} from '#train/departures.ts'
