/** Alert's door: the only file of this slice, beside its contract, that another slice may import. */
export { alertRoutes } from '#alert/routes.ts'
export { alertFollowers } from '#alert/followers.ts'
export { alertNotices } from '#alert/notices.ts'
export { alertDigestHead } from '#alert/digest.ts'
export { forgetAlerts } from '#alert/store.ts'
export { startAlerts } from '#alert/watching.ts'
