/** Figures' door. No slice comes after it. */
export { figuresRoutes } from '#figures/routes.ts'
