/** Train's door: what `main.ts` opens, and what later slices may ask. */
export { trainRoutes } from '#train/routes.ts'
export {
  overWagonAfter,
  reshapeTrain,
  sayDepartureChanged,
  shapeAfter,
  type Shape,
} from '#train/account/reshaping.ts'
export { corridorOf, corridorTexts } from '#train/corridor.ts'
export { readDeparturesBetween } from '#train/departure/departure-lists.ts'
export { listServicesOf, readServices } from '#train/store.ts'
export { startLayingOut } from '#train/timetable/laying-out.ts'
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
export { listNextOnLine, pageDepartures } from '#train/departure/departure-lists.ts'
export {
  findByNumber as findTrainsByNumber,
  type TrainInBrief,
} from '#train/departure/departure-store.ts'
export { embargoesTouching, type ExpectedPassages } from '#train/embargo/embargo.ts'
export { currentEmbargoes } from '#train/embargo/embargo-store.ts'
export { plannedPassages, type Passage } from '#train/passage.ts'
export { holdTrain } from '#train/account/account-store.ts'
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
} from '#train/account/account.ts'
export {
  consolidationView,
  getSpace,
  holdSpace,
  spaceClosedProblem,
  spaceShortProblem,
} from '#train/consolidations.ts'
export {
  insertConsolidation,
  lockSpaces,
  readSpaces,
  readSpacesById,
  readSpaceTransfers,
  saveSpace,
  updateConsolidation,
} from '#train/consolidation-store.ts'
