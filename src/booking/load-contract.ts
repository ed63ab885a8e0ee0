/** Whole containers or part of one: the two loads of a booking, and how far an LCL booking's cargo is at the origin. */
import { z } from 'zod'
import { DeclarationNumber } from '#kernel/declaration-number.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { Timestamp } from '#kernel/time.ts'
import { ConsolidationId } from '#train/consolidation-contract.ts'

/** As DCSA names the cargo movement types: FCL is whole containers, LCL (拼箱) a consignment in a consolidation. */
export const Load = z.enum(['FCL', 'LCL'])
export type Load = z.infer<typeof Load>

/** What is done to a consignment before its container goes: by the warehouse, its broker, its shipper. */
export const ConsignmentStep = z.enum(['receive', 'declare', 'amend'])
export type ConsignmentStep = z.infer<typeof ConsignmentStep>

export const Consignment = z.object({
  consolidationId: ConsolidationId,
  equipmentType: EquipmentType.meta({ description: 'Of the container that it goes in' }),
  volumeDm3: z.int().meta({ description: 'dm³: 1,000 are a cubic metre' }),
  grossKg: z.int(),
  packages: z.int(),
  closesAt: Timestamp.meta({ description: 'Until then it may be amended or cancelled' }),
  receivedAt: Timestamp.nullable().meta({ description: 'At the consolidation warehouse' }),
  declaredAt: Timestamp.nullable(),
  declarationNumber: DeclarationNumber.nullable().meta({
    description: 'Its own export declaration; null too for those who may not see it',
  }),
  stepsOpen: z.array(ConsignmentStep).meta({ description: 'What your kind may do to it now' }),
})
export type Consignment = z.infer<typeof Consignment>
