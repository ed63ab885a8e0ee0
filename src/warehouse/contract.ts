/** What the warehouse says to the outside: a container received, stuffed, weighed and sealed, one command each. */
import { z } from 'zod'
import { BookingId, BookingView, Container, ContainerId, stepFields } from '#booking/contract.ts'
import { documentFields } from '#kernel/document.ts'
import { command, query } from '#kernel/endpoint.ts'
import { MassKg } from '#kernel/mass.ts'
import { problems } from '#kernel/problem.ts'
import { SealNumber } from '#kernel/seal-number.ts'

const params = z.object({ containerId: ContainerId })
const access = ['warehouse'] as const

/** What the warehouse has recorded so far; null until it has. */
export const WarehouseRecord = z.object({
  receivedAt: z.iso.datetime().nullable(),
  stuffedAt: z.iso.datetime().nullable(),
  weighedAt: z.iso.datetime().nullable(),
  grossMassKg: z.int().nullable().meta({ description: 'Container and cargo on the weighbridge' }),
  sealedAt: z.iso.datetime().nullable(),
  sealNumber: z.string().nullable(),
})
export type WarehouseRecord = z.infer<typeof WarehouseRecord>

export const warehouseApi = {
  receive: command({
    path: '/containers/:containerId/receive',
    summary: 'The container stands in the yard',
    access,
    params,
    body: z.object({ ...stepFields, ...documentFields }),
    reply: Container,
  }),
  receiveConsignment: command({
    path: '/bookings/:bookingId/receive',
    summary: 'The cargo of an LCL booking is at the consolidation warehouse',
    access,
    params: z.object({ bookingId: BookingId }),
    reply: BookingView,
  }),
  stuff: command({
    path: '/containers/:containerId/stuff',
    summary: 'The cargo is in the container',
    access,
    params,
    body: z.object({ ...stepFields }),
    reply: Container,
  }),
  weigh: command({
    path: '/containers/:containerId/weigh',
    summary: 'The stuffed container was on the weighbridge',
    access,
    params,
    body: z.object({ ...stepFields, grossMassKg: MassKg }),
    reply: Container,
  }),
  seal: command({
    path: '/containers/:containerId/seal',
    summary: 'The doors are shut with the seal the operator assigned',
    access,
    params,
    body: z.object({ ...stepFields, ...documentFields, sealNumber: SealNumber }),
    reply: Container,
  }),
  record: query({
    path: '/containers/:containerId/warehouse',
    summary: 'What the warehouse has recorded of a container',
    access: 'member',
    params,
    reply: WarehouseRecord,
  }),
}

export const warehouseProblem = problems({
  'warehouse.gross_below_tare': {
    kind: 'invalid',
    zh: '过磅毛重 {grossMassKg} 千克低于该箱型皮重 {tareMassKg} 千克，请复核磅单',
    en: 'A weighed gross of {grossMassKg} kg is below the container’s own tare of {tareMassKg} kg: check the weighbridge ticket',
    ru: 'Масса брутто {grossMassKg} кг меньше тары контейнера {tareMassKg} кг: проверьте отвес',
  },
  'warehouse.gross_above_max': {
    kind: 'invalid',
    zh: '过磅毛重 {grossMassKg} 千克超过该箱型最大总重 {grossMassKgMax} 千克，须减载后重新过磅',
    en: 'A weighed gross of {grossMassKg} kg is above the container’s maximum of {grossMassKgMax} kg: take cargo out and weigh again',
    ru: 'Масса брутто {grossMassKg} кг превышает максимально допустимую {grossMassKgMax} кг: выгрузите часть груза и взвесьте повторно',
  },
  'warehouse.seal_not_assigned': {
    kind: 'conflict',
    zh: '班列公司尚未为该箱配发封号',
    en: 'The train operator has not assigned a seal to this container yet',
    ru: 'Оператор поезда ещё не назначил пломбу этому контейнеру',
  },
  'warehouse.seal_differs': {
    kind: 'invalid',
    zh: '封号 {sealNumber} 与配发给该箱的封号不一致，请核对箱门封志',
    en: 'Seal {sealNumber} is not the seal assigned to this container: check the seal on the doors',
    ru: 'Пломба {sealNumber} не совпадает с назначенной этому контейнеру: проверьте пломбу на дверях',
  },
})
