/** Journey's door: the only file of this slice, beside its contract, that another slice may import. */
export { journeyRoutes } from '#journey/routes.ts'
export {
  listCarriageEvents,
  type CarriageEvent,
  type CarriageEventsAsked,
} from '#journey/carriage/carriage-event-store.ts'
export { fleetFollower, journeyFollower } from '#journey/followers.ts'
export { fencesOf, startWatching } from '#journey/watching.ts'
export { readLastEtas, type KeptEta } from '#journey/eta/eta-store.ts'
export { readWay, type Way } from '#journey/reading-way.ts'
export { sectionsOf } from '#journey/section.ts'
export { stationAt, type StationFence } from '#journey/fence/spotting.ts'
