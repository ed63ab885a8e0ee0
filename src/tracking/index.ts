/** Tracking's door: the only file of this slice, beside its contract, that another slice may import. */
export { startGatewayProcess, type GatewayProcess } from '#tracking/gateway-process.ts'
export { closeHours, listOpenHours, readHours, reopenHours } from '#tracking/hour-store.ts'
export { keptSince } from '#tracking/keeping-store.ts'
export { readListedStations } from '#tracking/list-store.ts'
export { startPositionKeeping } from '#tracking/position-keeping.ts'
export type { Moves } from '#tracking/moves.ts'
export {
  getVersion,
  preparePositionMonths,
  readTrack,
  shownFrom,
  type Moved,
} from '#tracking/position-store.ts'
export { publicLastPlace, type PublicPlace } from '#tracking/public-place.ts'
export { trackingRoutes, type TrackingRoutes } from '#tracking/routes.ts'
export {
  listMovedContainers,
  MOVED_CHANNEL,
  readBindings,
  readFixes,
  readReportsAfter,
  type MovedContainer,
} from '#tracking/fix-reading.ts'
