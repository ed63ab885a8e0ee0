/** The rules of customs beside the step table: which declaration numbers may stand for a container that leaves the country. */
import { declarationNumberParts, type DeclarationNumber } from '#kernel/declaration-number.ts'
import type { TextFacts } from '#kernel/locale.ts'

export type CustomsRefusal = 'customs.not_export' | 'customs.number_taken'

export interface Refusal {
  readonly refusal: CustomsRefusal
  readonly facts: TextFacts
}

/** Several containers of one booking may travel on one declaration; two bookings never do. */
export function findDeclareRefusal(
  declarationNumber: DeclarationNumber,
  standsOnAnotherBooking: boolean,
): Refusal | null {
  if (declarationNumberParts(declarationNumber).direction !== 'export')
    return { refusal: 'customs.not_export', facts: { declarationNumber } }
  return standsOnAnotherBooking
    ? { refusal: 'customs.number_taken', facts: { declarationNumber } }
    : null
}
