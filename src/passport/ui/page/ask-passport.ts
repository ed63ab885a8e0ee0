/**
 * Asks the server once for everything the page shows. The reply is believed only as far as the check that follows it holds, so
 * its shape is not parsed again here: the schema library would double what a phone must load before the first line is seen.
 */
import { useCallback, useEffect, useState } from 'react'
import type { PublicPassport } from '#passport/contract.ts'

export type Asked =
  | { readonly state: 'asking' }
  | { readonly state: 'known'; readonly passport: PublicPassport }
  | { readonly state: 'refused'; readonly why: 'code' | 'limited' | 'offline' }

const CODE_IN_PATH = /^\/c\/([^/]*)/
/** While statements await the ledger, and otherwise. */
const SOON_MS = 3_000
const LATER_MS = 60_000

export function codeInAddress(): string {
  return decodeURIComponent(CODE_IN_PATH.exec(location.pathname)?.[1] ?? '')
}

/** Begun before React is there; see main.tsx. */
export async function askPassport(code: string): Promise<Asked> {
  if (code === '') return { state: 'refused', why: 'code' }
  const response = await fetch(`/api/passports/${encodeURIComponent(code)}`).catch(() => undefined)
  if (response?.ok) return { state: 'known', passport: (await response.json()) as PublicPassport }
  if (response?.status === 429) return { state: 'refused', why: 'limited' }
  const understood = response !== undefined && response.status < 500
  return { state: 'refused', why: understood ? 'code' : 'offline' }
}

export function usePassport(code: string, first: Promise<Asked>) {
  const [asked, setAsked] = useState<Asked>({ state: 'asking' })
  const again = useCallback(() => void askPassport(code).then(setAsked), [code])
  useEffect(() => void first.then(setAsked), [first])
  useEffect(() => {
    if (asked.state !== 'known') return
    const waits = asked.passport.milestones.some(({ index }) => index === null)
    const timer = setTimeout(
      () =>
        void askPassport(code).then((answer) =>
          // A page that was read is not taken away because the connection was lost.
          setAsked(answer.state === 'known' ? answer : { ...asked }),
        ),
      waits ? SOON_MS : LATER_MS,
    )
    return () => clearTimeout(timer)
  }, [asked, code])
  return { asked, again }
}
