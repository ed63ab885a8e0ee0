/** What the map shows as it stands in its address: so that a view can be kept, sent and come back to. */
import { useMemo } from 'react'
import { Stage } from '#booking/contract.ts'
import { Lateness } from '#kernel/lateness.ts'
import { useAddress, type Address } from '#web/address.ts'
import { SORT_KEYS, type FleetFilter, type SortKey } from './fleet-line.ts'

export interface MapQuery {
  readonly filter: FleetFilter
  readonly view: 'map' | 'table'
  readonly sort: SortKey
  readonly descending: boolean
  readonly container: string | undefined
  /** Sets fields of the address; undefined takes one away. */
  readonly set: Address['set']
}

export function useMapQuery(): MapQuery {
  const { search, set } = useAddress({ replace: true })
  const text = search.toString()
  return useMemo(() => {
    const read = new URLSearchParams(text)
    const of = (name: string) => read.get(name) || undefined
    const sorted = of('sort') ?? '-heard'
    const key = sorted.replace(/^-/, '')
    return {
      filter: {
        train: of('train'),
        shipper: of('shipper'),
        stage: Stage.optional().catch(undefined).parse(of('stage')),
        late: Lateness.optional().catch(undefined).parse(of('late')),
        q: of('q')?.toUpperCase().replaceAll(/\s/g, ''),
      },
      view: of('view') === 'table' ? 'table' : 'map',
      sort: SORT_KEYS.find((known) => known === key) ?? 'heard',
      descending: sorted.startsWith('-'),
      container: of('container'),
      set,
    }
  }, [text, set])
}
