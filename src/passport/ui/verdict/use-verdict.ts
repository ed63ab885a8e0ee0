/** Runs the verifier over a file's bytes, and again whenever the reader names another key to trust. */
import { useEffect, useState } from 'react'
import { Problem } from '#kernel/problem.ts'
import { verifyEvidenceWith, type Verdict } from '#passport/verify.ts'
import { quickEd25519 } from './quick-ed25519.ts'

export type Judged =
  | { readonly state: 'checking' }
  | { readonly state: 'verified'; readonly verdict: Verdict }
  | { readonly state: 'refused'; readonly problem: Problem }

/** An empty `vkey` trusts the file's own. */
export async function judge(bytes: Uint8Array, vkey = ''): Promise<Judged> {
  try {
    const trust = vkey === '' ? {} : { vkey }
    const verdict = await verifyEvidenceWith(quickEd25519(), bytes, trust)
    return { state: 'verified', verdict }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { state: 'refused', problem: error }
  }
}

export function useVerdict(bytes: Uint8Array) {
  const [vkey, setVkey] = useState('')
  const [judged, setJudged] = useState<Judged>({ state: 'checking' })
  useEffect(() => {
    let current = true
    void judge(bytes, vkey).then((result) => current && setJudged(result))
    return () => {
      current = false
    }
  }, [bytes, vkey])
  return { judged, trust: (typed: string) => setVkey(typed.trim()) }
}
