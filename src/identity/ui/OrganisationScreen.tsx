/** One's own organisation: particulars, the key it signs with, its people; for administrators, invitations and API keys. */
import { countryName } from '#kernel/country.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { getOrganisation, type Organisation } from '#identity/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useAsk } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { ApiKeysPanel } from './ApiKeysPanel.tsx'
import { InvitationsPanel } from './InvitationsPanel.tsx'
import { MembersPanel } from './MembersPanel.tsx'
import { SigningKeyPanel } from './SigningKeyPanel.tsx'
import { organisationTexts } from './texts.ts'

export function OrganisationScreen() {
  const t = useTexts(organisationTexts)
  const { say } = useLocale()
  const { organisation, role } = useSession()
  const asked = useAsk(getOrganisation, { params: { organisationId: organisation.id } })
  return (
    <>
      <PageHeader title={t('title')} heading={say(organisation.names)} />
      <section className="panel" aria-label={t('particulars')}>
        <h2>{t('particulars')}</h2>
        <Asked asked={asked}>{(found) => <Particulars of={found} />}</Asked>
      </section>
      <SigningKeyPanel organisationId={organisation.id} administrator={role === 'administrator'} />
      <MembersPanel administrator={role === 'administrator'} />
      {role === 'administrator' && (
        <>
          <InvitationsPanel />
          <ApiKeysPanel />
        </>
      )}
    </>
  )
}

function Particulars({ of: organisation }: { of: Organisation }) {
  const t = useTexts(organisationTexts)
  const { say } = useLocale()
  const { names, creditCode, registrationNumber, customsCode, address } = organisation
  return (
    <KeyValue
      items={[
        { label: t('kind'), value: say(organisationKindTexts[organisation.kind]) },
        { label: t('country'), value: say(countryName(organisation.country)) },
        { label: t('nameZh'), value: <span lang="zh">{names.zh}</span> },
        { label: t('nameEn'), value: <span lang="en">{names.en}</span> },
        { label: t('nameRu'), value: <span lang="ru">{names.ru}</span> },
        { label: t('creditCode'), value: creditCode },
        { label: t('registrationNumber'), value: registrationNumber },
        { label: t('customsCode'), value: customsCode },
        { label: t('address'), value: address, wide: true },
      ]}
    />
  )
}
