/** Fields of a screen that stand in its address, so that a view can be kept, sent and come back to. */
import { useCallback } from 'react'
import { useNavigate, useSearchParams } from 'react-router'

export interface Address {
  readonly search: URLSearchParams
  /** Sets fields; undefined or an empty text takes one away. */
  readonly set: (fields: Readonly<Record<string, string | undefined>>) => void
}

interface AddressOptions {
  /** Whether a change takes the place of the last one in the browser's history, instead of following it. */
  readonly replace?: boolean
}

export function useAddress({ replace = false }: AddressOptions = {}): Address {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const set = useCallback<Address['set']>(
    (fields) => {
      // Not of what is drawn: a busy screen draws a change some time after it was made, and the next one would undo it.
      const next = new URLSearchParams(globalThis.location.search)
      for (const [name, value] of Object.entries(fields))
        if (value === undefined || value === '') next.delete(name)
        else next.set(name, value)
      void navigate(`?${next}`, { replace })
    },
    [navigate, replace],
  )
  return { search, set }
}
