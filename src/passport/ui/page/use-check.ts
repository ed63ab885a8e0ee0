/** Runs the check in this browser whenever the evidence changed, and says of each statement how it stands. */
import { useCallback, useEffect, useState, useMemo } from 'react'
import type { Milestone, PublicPassport } from '#passport/contract.ts'
import type { Checked, Mark } from './check.ts'

export type Checking =
  | Checked
  | { readonly state: 'checking' }
  | { readonly state: 'waiting' }
  | { readonly state: 'broken' }
type Module = typeof import('./check.ts')

/** The verifier and the words it brings; undefined until they are there. */
export function useCheckModule(): Module | undefined {
  const [module, setModule] = useState<Module>()
  useEffect(() => void loadCheck().then(setModule, () => {}), [])
  return module
}

export function useCheck(passport: PublicPassport) {
  const [result, setResult] = useState<{ of: PublicPassport; checked: Checking }>()
  useEffect(() => {
    const { evidence } = passport
    if (evidence === null) return
    let current = true
    const tell = (checked: Checking) => current && setResult({ of: passport, checked })
    loadCheck()
      .then(({ check }) => check(passport, evidence))
      .then(tell, () => tell({ state: 'broken' }))
    return () => {
      current = false
    }
  }, [passport])

  const checking = useMemo(
    (): Checking =>
      passport.evidence === null
        ? { state: 'waiting' }
        : // An answer asked for again is checked again; meanwhile the last result stands, if it was about the same bytes.
          result?.of.evidence === passport.evidence
          ? result.checked
          : { state: 'checking' },
    [passport.evidence, result],
  )
  const markOf = useCallback((milestone: Milestone) => markFor(milestone, checking), [checking])
  return { checking, markOf }
}

function markFor({ index, sequence }: Milestone, checking: Checking): Mark {
  if (index === null) return 'waiting'
  if (checking.state === 'broken') return 'refused'
  if (checking.state !== 'verified') return checking.state
  return checking.differing.includes(sequence) ? 'differs' : 'verified'
}

let loading: Promise<Module> | undefined

/**
 * While the server is being asked the check is fetched, and, as far as there is nothing else to do, made ready: what the page says at
 * first is not to wait for it.
 */
export function prepareCheck(answer: Promise<unknown>): void {
  let isAnswered = false
  const answered = () => (isAnswered = true)
  void answer.then(answered, answered)
  loadCheck().then(
    // Safari has no such callback, and gets ready as it goes.
    ({ getReady }) => window.requestIdleCallback?.(() => void getReady(() => isAnswered)),
    // What cannot be fetched now is told where it is missed.
    () => {},
  )
}

/** Fetched once. */
function loadCheck(): Promise<Module> {
  loading ??= import('./check.ts')
  return loading
}
