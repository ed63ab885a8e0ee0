/**
 * LCL: a container on a departure that is sold by volume and mass, a consolidation. Its space is an account like the train's slots,
 * in three units at once; who books it, and the container itself, are booking's.
 */
import { z } from 'zod'
import { query } from '#kernel/endpoint.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { idSchema } from '#kernel/id.ts'
import { problems } from '#kernel/problem.ts'
import { Timestamp } from '#kernel/time.ts'
import { DepartureId } from '#train/contract.ts'

export const ConsolidationId = idSchema<'ConsolidationId'>('con')
export type ConsolidationId = z.infer<typeof ConsolidationId>

export const PACKAGES_MAX = 10_000

/** Space in one container. A dm³ is a thousandth of a cubic metre, and a litre. */
export const SpaceAmount = z.object({
  volumeDm3: z.int().min(0).meta({ description: 'dm³: 1,000 are a cubic metre' }),
  grossKg: z.int().min(0).meta({ description: 'Cargo, kg' }),
  packages: z.int().min(0),
})
export type SpaceAmount = z.infer<typeof SpaceAmount>

/** `closed`: its goods are being stuffed; `ended`: its container does not go. */
export const ConsolidationState = z.enum(['open', 'closed', 'ended'])
export type ConsolidationState = z.infer<typeof ConsolidationState>

export const Consolidation = z.object({
  id: ConsolidationId,
  departureId: DepartureId,
  equipmentType: EquipmentType,
  capacity: SpaceAmount,
  free: SpaceAmount,
  closesAt: Timestamp.meta({ description: 'After this it takes no booking (拼箱截止)' }),
  state: ConsolidationState,
  bookable: z.boolean().meta({ description: 'Open, before its cut-off, with space left' }),
})
export type Consolidation = z.infer<typeof Consolidation>

export const consolidationApi = {
  listConsolidations: query({
    path: '/departures/:departureId/consolidations',
    summary: 'The LCL consolidations of a train, with the space that is free in each',
    access: 'member',
    params: z.object({ departureId: DepartureId }),
    reply: z.object({ items: z.array(Consolidation) }),
  }),
}

export const consolidationProblem = problems({
  'train.consolidation_absent': {
    kind: 'absent',
    zh: '没有这个集拼箱',
    en: 'There is no such consolidation',
    ru: 'Такого сборного контейнера нет',
  },
  'train.consolidation_closed': {
    kind: 'conflict',
    zh: '该集拼箱已于 {closesAt} 截止收货，不再接受拼箱订舱',
    en: 'This consolidation closed at {closesAt}: it takes no LCL booking any more',
    ru: 'Сборный контейнер закрыт {closesAt}: бронирования LCL больше не принимаются',
  },
  'train.consolidation_stuffed': {
    kind: 'conflict',
    zh: '该集拼箱已开始装箱，不能再变更',
    en: 'This consolidation is being stuffed: nothing about it changes any more',
    ru: 'Сборный контейнер уже загружается: изменения невозможны',
  },
  'train.consolidation_ended': {
    kind: 'conflict',
    zh: '该集拼箱已取消',
    en: 'This consolidation was cancelled',
    ru: 'Сборный контейнер отменён',
  },
  'train.consolidation_full': {
    kind: 'conflict',
    zh: '集拼箱余量不足：需要 {askedM3} 立方米、{askedKg} 千克、{askedPackages} 件，剩余 {freeM3} 立方米、{freeKg} 千克、{freePackages} 件。{other}',
    en: 'Too little is free in this consolidation: {askedM3} m³, {askedKg} kg and {askedPackages} packages are asked, {freeM3} m³, {freeKg} kg and {freePackages} packages are free. {otherEn}',
    ru: 'В сборном контейнере не хватает места: нужно {askedM3} м³, {askedKg} кг, мест {askedPackages}; свободно {freeM3} м³, {freeKg} кг, мест {freePackages}. {otherRu}',
  },
})
