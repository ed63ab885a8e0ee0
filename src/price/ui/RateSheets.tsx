/** Rate sheets: an operator's own with all their versions; for shippers, those in force that they may see. */
import type { TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { priceApi, type RateSheetItem, type RateSheetState } from '#price/contract.ts'
import { sheetStateTexts } from '#price/words.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { paths } from '#web/paths.ts'
import { useListing } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { priceTexts } from './texts.ts'

const TONES: Readonly<Record<RateSheetState, PillTone>> = {
  draft: 'wait',
  published: 'good',
  superseded: 'plain',
  withdrawn: 'plain',
}

export function RateSheets() {
  const t = useTexts(priceTexts)
  const mayWrite = useMayAct('operator')
  const listing = useListing(priceApi.listRateSheets)
  const make = mayWrite && <LinkButton primary to={paths.newRateSheet()} label={t('newSheet')} />
  return (
    <>
      <PageHeader title={t('sheets')} actions={make} />
      <DataTable
        label={t('sheets')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={useColumns()}
        card={(sheet) => <SheetCard sheet={sheet} />}
        empty={t('noSheets')}
        emptyAction={make}
      />
    </>
  )
}

function useColumns(): TableColumnsType<RateSheetItem> {
  const t = useTexts(priceTexts)
  return [
    { title: t('title'), render: (_, sheet) => <SheetLink sheet={sheet} /> },
    { title: t('state'), render: (_, { state }) => <SheetPill state={state} /> },
    { title: t('customer'), render: (_, sheet) => <SheetFor sheet={sheet} /> },
    { title: t('valid'), render: (_, sheet) => `${sheet.validFrom} – ${sheet.validUntil}` },
    { title: t('currency'), dataIndex: 'currency' },
    { title: t('rates'), render: (_, { rateCount }) => t('count', { count: rateCount }) },
  ]
}

function SheetLink({ sheet }: { sheet: RateSheetItem }) {
  const t = useTexts(priceTexts)
  return (
    <Link className="strong-link" to={paths.rateSheet(sheet.id)}>
      {sheet.title} · {t('version', { version: sheet.version })}
    </Link>
  )
}

function SheetFor({ sheet }: { sheet: RateSheetItem }) {
  const t = useTexts(priceTexts)
  return sheet.customerId === null ? t('everyone') : t('oneCustomer')
}

export function SheetPill({ state }: { state: RateSheetState }) {
  const { say } = useLocale()
  return <Pill tone={TONES[state]}>{say(sheetStateTexts[state])}</Pill>
}

function SheetCard({ sheet }: { sheet: RateSheetItem }) {
  const t = useTexts(priceTexts)
  return (
    <div className="stack">
      <SheetLink sheet={sheet} />
      <div className="card-row">
        <SheetPill state={sheet.state} />
        <SheetFor sheet={sheet} />
      </div>
      <div className="card-row">
        <span className="soft">
          {sheet.validFrom} – {sheet.validUntil}
        </span>
        <span>
          {sheet.currency} · {t('count', { count: sheet.rateCount })}
        </span>
      </div>
    </div>
  )
}
