/** Exchange's door. No slice comes after it. */
export { exchangeRoutes } from '#exchange/routes.ts'
export { dcsaFollower, exchangeNotices } from '#exchange/dcsa-notifying.ts'
