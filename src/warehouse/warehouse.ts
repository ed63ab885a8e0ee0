/** The rules of the warehouse: what the weighbridge may say, and which seal may be on the doors. */
import { equipmentFacts, type EquipmentType } from '#kernel/equipment-type.ts'
import type { TextFacts } from '#kernel/locale.ts'
import type { SealNumber } from '#kernel/seal-number.ts'

export type WarehouseRefusal =
  | 'warehouse.gross_below_tare'
  | 'warehouse.gross_above_max'
  | 'warehouse.seal_not_assigned'
  | 'warehouse.seal_differs'

export interface Refusal {
  readonly refusal: WarehouseRefusal
  readonly facts: TextFacts
}

/**
 * Below its own tare a container has not been on the weighbridge; above its greatest gross it may not be lifted. Both ends
 * pass. The tare of a type is a usual one, and a light box may weigh a little less: 15 % is left for that.
 */
export function findWeighRefusal(type: EquipmentType, grossMassKg: number): Refusal | null {
  const { tareKg, grossKgMax } = equipmentFacts(type)
  if (grossMassKg < Math.round(tareKg * 0.85))
    return { refusal: 'warehouse.gross_below_tare', facts: { grossMassKg, tareMassKg: tareKg } }
  return grossMassKg > grossKgMax
    ? {
        refusal: 'warehouse.gross_above_max',
        facts: { grossMassKg, grossMassKgMax: grossKgMax },
      }
    : null
}

/** The seal on the doors is the one the operator assigned, character by character. */
export function findSealRefusal(
  assigned: SealNumber | null,
  sealNumber: SealNumber,
): Refusal | null {
  if (assigned === null) return { refusal: 'warehouse.seal_not_assigned', facts: {} }
  return assigned === sealNumber
    ? null
    : { refusal: 'warehouse.seal_differs', facts: { sealNumber } }
}
