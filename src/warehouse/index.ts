/** The warehouse's door: the only file of this slice, beside its contract, that another slice may import. */
export { warehouseRoutes } from '#warehouse/routes.ts'
export { listRecords as listWarehouseRecords } from '#warehouse/store.ts'
