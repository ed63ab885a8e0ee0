/** Train's door: what `main.ts` opens, and what later slices may ask. */
export { trainRoutes } from '#train/routes.ts'
export {
  bookingCutoffText,
  getDeparture,
  getDepartures,
  getService,
  lockForMove,
  lockScheduled,
  markArrived,
  markCancelled,
  markDeparted,
  moveSlots,
  releaseSlots,
  reserveSlots,
} from '#train/departures.ts'
