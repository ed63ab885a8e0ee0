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
export { embargoesTouching, type ExpectedPassages } from '#train/embargo.ts'
export { currentEmbargoes } from '#train/embargo-store.ts'
export { plannedPassages, type Passage } from '#train/passage.ts'
