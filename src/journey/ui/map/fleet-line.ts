/** What the worker and the screen say to each other about the fleet. */
import type { Stage } from '#booking/step-contract.ts'
import type { Lateness } from '#kernel/lateness.ts'
import type { Locale } from '#kernel/locale.ts'
import type { FleetShipper, FleetTrain } from '#journey/fleet-contract.ts'
import type { PositionPrecision } from '#tracking/contract.ts'
import type { HeardWords } from '#tracking/ui/position-words.ts'
import type { Sight } from '#web/map/crowd.ts'
import type { DrawnCrowd } from '#web/map/drawn.ts'

export interface FleetFilter {
  readonly train?: string | undefined
  readonly shipper?: string | undefined
  readonly stage?: Stage | undefined
  readonly late?: Lateness | undefined
  /** Beginning of a container or booking number, in capitals. */
  readonly q?: string | undefined
}

/** One container, as it is known. */
export interface FleetLine {
  readonly id: string
  readonly containerNumber: string | null
  readonly bookingNumber: string
  readonly train: FleetTrain
  readonly shipper: FleetShipper
  readonly stage: Stage
  readonly held: boolean
  readonly place: string
  readonly stepAtMs: number
  readonly lateMinutes: number | null
  readonly expectedMs: number | null
  readonly fix: {
    readonly lat: number
    readonly lon: number
    readonly atMs: number
    readonly heardMs: number
    readonly speedKmh: number
    readonly precision: PositionPrecision
  } | null
}

/** One container as lists and tables show it: where it was heard of in the reader's words, which the worker makes. */
export interface ListedLine extends Omit<FleetLine, 'fix'> {
  readonly heard: HeardWords | null
}

export interface FleetFacets {
  readonly trains: readonly (FleetTrain & { readonly count: number })[]
  readonly shippers: readonly (FleetShipper & { readonly count: number })[]
}

export const SORT_KEYS = [
  'number',
  'train',
  'shipper',
  'stage',
  'late',
  'expected',
  'heard',
] as const
export type SortKey = (typeof SORT_KEYS)[number]

export interface TableAsked {
  readonly sort: SortKey
  readonly descending: boolean
  readonly from: number
  readonly limit: number
}

export interface FleetState {
  /** `opening`: the pages are being read. */
  readonly line: 'opening' | 'live' | 'lost'
  readonly all: number
  readonly positioned: number
  readonly shown: number
  /** West, south, east, north of those shown, degrees. */
  readonly extent: readonly number[] | null
}

export type ToWorker =
  | { readonly kind: 'open' }
  | { readonly kind: 'locale'; readonly locale: Locale }
  | { readonly kind: 'look'; readonly sight: Sight }
  | { readonly kind: 'filter'; readonly filter: FleetFilter }
  | { readonly kind: 'table'; readonly asked: TableAsked }
  | { readonly kind: 'within'; readonly bounds: readonly number[] | null }
  | { readonly kind: 'select'; readonly id: string | null }

/** What is known by now. */
export interface FleetTold {
  readonly state: FleetState
  readonly facets: FleetFacets
  readonly table: { readonly lines: readonly ListedLine[]; readonly total: number }
  /** In the mark that was opened. */
  readonly within: readonly ListedLine[]
  readonly selected: FleetLine | null
}

export type FromWorker =
  | { readonly kind: 'drawn'; readonly drawn: DrawnCrowd }
  /** What reads otherwise than when it was told last. */
  | { readonly kind: 'told'; readonly told: Partial<FleetTold> }
