/** Journey's door: the only file of this slice, beside its contract, that another slice may import. */
export { journeyRoutes } from '#journey/routes.ts'
export { journeyFollower } from '#journey/followers.ts'
export { startWatching } from '#journey/watching.ts'
