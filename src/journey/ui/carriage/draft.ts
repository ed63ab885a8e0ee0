/** The form of a carriage: what is typed so far. */
import type { Carriage, SaidCarriage } from '#journey/carriage-contract.ts'

export interface CarriageDraft {
  readonly stage: SaidCarriage['stage']
  readonly mode: SaidCarriage['mode']
  readonly carrier: string
  readonly conveyance?: string | undefined
  readonly voyage?: string | undefined
  readonly from: { readonly code: string; readonly name?: string | undefined }
  readonly to: { readonly code: string; readonly name?: string | undefined }
  readonly plannedDepartureAt: string
  readonly plannedArrivalAt: string
  readonly departedAt?: string | undefined
  readonly arrivedAt?: string | undefined
  readonly wholeBooking?: boolean
}

/** As it is sent: what was left empty is left out. */
export function bodyOf(draft: CarriageDraft) {
  const place = ({ code, name }: CarriageDraft['from']) => ({ code, ...(name && { name }) })
  const { stage, mode, carrier, conveyance, voyage, from, to } = draft
  const { plannedDepartureAt, plannedArrivalAt, departedAt, arrivedAt } = draft
  return {
    ...{ stage, mode, carrier, plannedDepartureAt, plannedArrivalAt },
    from: place(from),
    to: place(to),
    ...(conveyance && { conveyance }),
    ...(voyage && { voyage }),
    ...(departedAt && { departedAt }),
    ...(arrivedAt && { arrivedAt }),
  }
}

export function draftOf(carriage: Carriage): CarriageDraft {
  const { stage, mode, carrier, conveyance, voyage, from, to } = carriage
  const { plannedDepartureAt, plannedArrivalAt, departedAt, arrivedAt } = carriage
  return {
    ...{ stage, mode, carrier, conveyance, voyage, from, to },
    ...{ plannedDepartureAt, plannedArrivalAt, departedAt, arrivedAt },
  }
}
