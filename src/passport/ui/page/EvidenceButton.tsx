/** Hands over the evidence: the same bytes that were checked, or a page of the public parts that checks them itself. */
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
      <a
        className="button button-second"
        href={`/api/passports/${code}/evidence?as=html&show=`}
        download
      >
        {t('evidencePage')}
      </a>
      <p className="note">
        {t('evidenceNote')} <code>npx landbridge ledger verify {name}</code> {t('evidencePageNote')}{' '}
        <a href="/verify">{t('verifyAny')}</a>
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
