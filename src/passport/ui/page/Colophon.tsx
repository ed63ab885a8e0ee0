/** What stands at the foot: the code to type, the ledger it rests on, what is kept from the public, and the way in. */
import type { PublicPassport } from '#passport/contract.ts'
import { useReader } from './reader.ts'
import type { Checking } from './use-check.ts'

interface ColophonProps {
  readonly passport: PublicPassport
  readonly checking: Checking
}

export function Colophon({ passport, checking }: ColophonProps) {
  const { t } = useReader()
  const head = checking.state === 'verified' ? checking.verdict.ledger : undefined
  return (
    <footer className="colophon">
      <dl>
        <dt>{t('code')}</dt>
        <dd className="mono">{passport.code.replace(/(...)(?=.)/g, '$1-')}</dd>
        <dt>{t('ledger')}</dt>
        <dd>
          {passport.ledger.origin}
          {head !== undefined && ` · ${t('ledgerSize', { size: head.size })}`}
        </dd>
        <dt>{t('ledgerKey')}</dt>
        <dd className="mono">{passport.ledger.vkey}</dd>
        {head !== undefined && (
          <>
            <dt>{t('ledgerRoot')}</dt>
            <dd className="mono">{head.root}</dd>
          </>
        )}
      </dl>
      <p>
        {t('privacy')} <a href="/">{t('signIn')}</a>
      </p>
    </footer>
  )
}
