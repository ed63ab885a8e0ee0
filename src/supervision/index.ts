/** Supervision's door. No slice comes after it. */
export { supervisionRoutes } from '#supervision/routes.ts'
