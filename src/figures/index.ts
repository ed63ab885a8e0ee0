/** Figures' door. No slice comes after it. */
export { figuresRoutes } from '#figures/routes.ts'
export { startSumming } from '#figures/summing.ts'
