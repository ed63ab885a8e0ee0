/** The platform's register of parties: who is here, and the way to bring in another. */
import { Select } from 'antd'
import { useState } from 'react'
import { countryName } from '#kernel/country.ts'
import { OrganisationKind, organisationKindTexts } from '#kernel/organisation.ts'
import { listOrganisations } from '#identity/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useListing } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { RegisterButton } from './RegisterButton.tsx'
import { organisationsTexts, organisationTexts } from './texts.ts'

export function Organisations() {
  const t = useTexts(organisationsTexts)
  const words = useTexts(organisationTexts)
  const { say } = useLocale()
  const { organisation, role } = useSession()
  const [kind, setKind] = useState<OrganisationKind>()
  const listing = useListing(listOrganisations, { query: kind === undefined ? {} : { kind } })
  const registers = organisation.kind === 'platform' && role === 'administrator'
  const kindPill = (of: OrganisationKind) => (
    <Pill tone="info">{say(organisationKindTexts[of])}</Pill>
  )
  return (
    <>
      <PageHeader title={t('title')} actions={registers && <RegisterButton />} />
      <div className="filters">
        <Select<OrganisationKind>
          aria-label={t('filter')}
          allowClear
          placeholder={t('all')}
          {...(kind !== undefined && { value: kind })}
          onChange={setKind}
          options={OrganisationKind.options.map((one) => ({
            value: one,
            label: say(organisationKindTexts[one]),
          }))}
        />
      </div>
      <DataTable
        label={t('title')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={[
          { title: t('name'), key: 'name', render: (_, { names }) => say(names) },
          { title: words('kind'), key: 'kind', render: (_, row) => kindPill(row.kind) },
          {
            title: words('country'),
            key: 'country',
            render: (_, { country }) => say(countryName(country)),
          },
        ]}
        card={({ names, kind: of, country }) => (
          <div className="stack">
            <strong>{say(names)}</strong>
            <span>
              {kindPill(of)} <span className="soft">{say(countryName(country))}</span>
            </span>
          </div>
        )}
      />
    </>
  )
}
