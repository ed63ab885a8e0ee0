/** The page for people who connect machines: how to call the API, and every call of it, read from the document it prints itself. */
import { useQuery } from '@tanstack/react-query'
import { Collapse, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { CallDetails } from './CallDetails.tsx'
import { fetchDocument, type ApiDocument, type Call } from './openapi.ts'
import { developerTexts } from './texts.ts'

export function Developers() {
  const t = useTexts(developerTexts)
  const asked = useQuery({ queryKey: ['openapi'], queryFn: fetchDocument })
  return (
    <>
      <PageHeader
        title={t('title')}
        note={
          <>
            <a href="/openapi.json">/openapi.json</a> · OpenAPI 3.1
            {asked.data && ` · ${asked.data.version}`}
          </>
        }
      />
      <Asked asked={asked}>
        {(api) => (
          <>
            <HowTo server={api.server} />
            <Calls api={api} />
          </>
        )}
      </Asked>
    </>
  )
}

function HowTo({ server }: { server: string }) {
  const t = useTexts(developerTexts)
  return (
    <section className="panel">
      <h2>{t('howTo')}</h2>
      <ul className="how-to">
        <li>
          {t('key')} <Link to={paths.organisation()}>{t('keyLink')}</Link>
        </li>
        <li>{t('idempotency')}</li>
        <li>{t('pages')}</li>
        <li>{t('problems')}</li>
        <li>{t('languages')}</li>
      </ul>
      <ScrollBox label={t('howTo')}>
        <pre className="code">
          {[
            `curl ${server}/api/departures?bookable=true \\`,
            `  -H 'Authorization: Bearer lbk_…'`,
            '',
            `curl -X POST ${server}/api/bookings \\`,
            `  -H 'Authorization: Bearer lbk_…' \\`,
            `  -H 'Content-Type: application/json' \\`,
            `  -H 'Idempotency-Key: order-2026-0117' \\`,
            `  -d @booking.json`,
          ].join('\n')}
        </pre>
      </ScrollBox>
    </section>
  )
}

function Calls({ api }: { api: ApiDocument }) {
  const t = useTexts(developerTexts)
  const [wanted, setWanted] = useState('')
  const matches = ({ method, path, operation }: Call) =>
    `${method} ${path} ${operation.summary}`.toLowerCase().includes(wanted.toLowerCase())
  return (
    <>
      <div className="filters below">
        <Input
          type="search"
          aria-label={t('find')}
          placeholder={t('find')}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
      </div>
      {[...api.groups].map(([group, calls]) => {
        const found = calls.filter(matches)
        return (
          found.length > 0 && (
            <section key={group} className="below" aria-label={group}>
              <h2 className="below-title">{group}</h2>
              <Collapse
                destroyOnHidden
                items={found.map((call) => ({
                  key: `${call.method} ${call.path}`,
                  label: <CallLine call={call} />,
                  children: <CallDetails call={call} server={api.server} />,
                }))}
              />
            </section>
          )
        )
      })}
    </>
  )
}

function CallLine({ call }: { call: Call }) {
  return (
    <span className="call-line">
      <Pill tone={call.method === 'GET' ? 'info' : 'night'}>{call.method}</Pill>
      <code>{call.path}</code>
      <span className="soft" lang="en">
        {call.operation.summary}
      </span>
    </span>
  )
}
