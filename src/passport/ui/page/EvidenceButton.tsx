/** Hands over the evidence file: the same bytes that were checked. */
import { useEffect, useMemo } from 'react'
import type { PublicPassport } from '#passport/contract.ts'
import { useReader } from './reader.ts'

export function EvidenceButton({ passport }: { passport: PublicPassport }) {
  const { t } = useReader()
  const { evidence, code, containerNumber } = passport
  const name = `${containerNumber ?? code}.landbridge.json`
  const href = useFileUrl(evidence)
  if (evidence === null || href === undefined) return null
  return (
    <div className="evidence">
      <a className="button" href={href} download={name}>
        {t('evidence')}
      </a>
      <p className="note">
        {t('evidenceNote')} <code>npx landbridge ledger verify {name}</code>
      </p>
    </div>
  )
}

function useFileUrl(text: string | null): string | undefined {
  const url = useMemo(
    () =>
      text === null
        ? undefined
        : URL.createObjectURL(new Blob([text], { type: 'application/json' })),
    [text],
  )
  useEffect(() => () => URL.revokeObjectURL(url ?? ''), [url])
  return url
}
