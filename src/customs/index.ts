/** Customs' door: the only file of this slice, beside its contract, that another slice may import. */
export { customsRoutes } from '#customs/routes.ts'
export {
  listDeclarations as listCustomsDeclarations,
  listHolds as listCustomsHolds,
} from '#customs/store.ts'
