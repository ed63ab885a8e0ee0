/** Train's door: what `main.ts` opens, and what later slices may ask. */
export { trainRoutes } from '#train/routes.ts'
export {
  overWagonAfter,
  reshapeTrain,
  sayDepartureChanged,
  shapeAfter,
  type Shape,
} from '#train/reshaping.ts'
export { corridorOf, corridorTexts } from '#train/corridor.ts'
export { readDeparturesBetween } from '#train/departure-lists.ts'
export { listServicesOf, readServices } from '#train/store.ts'
export { startLayingOut } from '#train/laying-out.ts'
export {
  bookingCutoffText,
  getDeparture,
  getDepartures,
  getService,
  getTrainsInBrief,
  listTrainsToCome,
  lockForMove,
  lockScheduled,
  markArrived,
  markCancelled,
  markDeparted,
} from '#train/departures.ts'
export { listNextOnLine, pageDepartures } from '#train/departure-lists.ts'
export { findByNumber as findTrainsByNumber, type TrainInBrief } from '#train/departure-store.ts'
export { embargoesTouching, type ExpectedPassages } from '#train/embargo.ts'
export { currentEmbargoes } from '#train/embargo-store.ts'
export { plannedPassages, type Passage } from '#train/passage.ts'
export { holdTrain } from '#train/account-store.ts'
export {
  closedProblem,
  holdAccounts,
  listAccountsSince,
  listAllotmentsDue,
  lookAtAccount,
  readAccount,
  readHoldings,
  readTransfers,
  saveAccount,
  shortProblem,
} from '#train/account.ts'
export {
  consolidationView,
  getSpace,
  holdSpace,
  spaceClosedProblem,
  spaceShortProblem,
} from '#train/consolidations.ts'
export {
  insertConsolidation,
  readSpaces,
  readSpacesById,
  readSpaceTransfers,
  saveSpace,
  updateConsolidation,
} from '#train/consolidation-store.ts'
