/** One rate sheet: its rates and terms to read, and what its operator may do with it. */
import { App, Button, Popconfirm } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { boxOwnerTexts } from '#kernel/box-owner.ts'
import { priceApi, type FeeRule, type RateSheet } from '#price/contract.ts'
import { mayDo } from '#price/price.ts'
import { basisTexts, chargeTexts, feeTexts, touchesTexts } from '#price/words.ts'
import { formatMoney, formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { Money, StationName } from '#web/kit/Values.tsx'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { LclRates } from './LclRateFields.tsx'
import { SheetPill } from './RateSheets.tsx'
import { priceTexts } from './texts.ts'

export function RateSheetScreen() {
  const { rateSheetId = '' } = useParams()
  const asked = useAsk(priceApi.getRateSheet, { params: { rateSheetId } })
  return <Asked asked={asked}>{(sheet) => <SheetDetail sheet={sheet} />}</Asked>
}

function SheetDetail({ sheet }: { sheet: RateSheet }) {
  const t = useTexts(priceTexts)
  const title = `${sheet.title} · ${t('version', { version: sheet.version })}`
  return (
    <>
      <PageHeader
        title={title}
        heading={
          <>
            {title} <SheetPill state={sheet.state} />
          </>
        }
        back={{ to: paths.rateSheets(), label: t('sheets') }}
        actions={<SheetActions sheet={sheet} />}
      />
      <section className="panel" aria-label={t('title')}>
        <KeyValue
          items={[
            { label: t('currency'), value: sheet.currency },
            { label: t('valid'), value: `${sheet.validFrom} – ${sheet.validUntil}` },
            { label: t('quoteHours'), value: sheet.quoteHours },
            {
              label: t('customer'),
              value: sheet.customerId === null ? t('everyone') : t('oneCustomer'),
            },
          ]}
        />
        <p>
          <a href={paths.ratesFile(sheet.id, 'xlsx')}>{t('excel')}</a> ·{' '}
          <a href={paths.ratesFile(sheet.id, 'csv')}>{t('csv')}</a>
        </p>
      </section>
      <RateTable sheet={sheet} />
      <LclRates sheet={sheet} />
      <TermTable sheet={sheet} />
    </>
  )
}

function SheetActions({ sheet }: { sheet: RateSheet }) {
  const t = useTexts(priceTexts)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const mayWrite = useMayAct('operator')
  const params = { rateSheetId: sheet.id }
  const publish = useCommand(priceApi.publishRateSheet, () => void message.success(t('published')))
  const withdraw = useCommand(priceApi.withdrawRateSheet)
  const succeed = useCommand(
    priceApi.succeedRateSheet,
    ({ id }) => void navigate(paths.changeRateSheet(id)),
  )
  if (!mayWrite) return null
  const problem = publish.problem ?? withdraw.problem ?? succeed.problem
  return (
    <>
      {mayDo('change', sheet.state) && (
        <LinkButton to={paths.changeRateSheet(sheet.id)} label={t('edit')} />
      )}
      {mayDo('succeed', sheet.state) && (
        <Button loading={succeed.running} onClick={() => void succeed.run({ params })}>
          {t('succeed')}
        </Button>
      )}
      {mayDo('withdraw', sheet.state) && (
        <Popconfirm title={t('withdrawSure')} onConfirm={() => void withdraw.run({ params })}>
          <Button danger loading={withdraw.running}>
            {t('withdraw')}
          </Button>
        </Popconfirm>
      )}
      {mayDo('publish', sheet.state) && (
        <Popconfirm title={t('publishSure')} onConfirm={() => void publish.run({ params })}>
          <Button type="primary" loading={publish.running}>
            {t('publish')}
          </Button>
        </Popconfirm>
      )}
      <ProblemAlert problem={problem} />
    </>
  )
}

function RateTable({ sheet }: { sheet: RateSheet }) {
  const t = useTexts(priceTexts)
  const { say } = useLocale()
  return (
    <section className="panel" aria-label={t('rates')}>
      <h2>{t('rates')}</h2>
      <ScrollBox label={`${sheet.title}: ${t('rates')}`}>
        <table className="charge-lines">
          <thead>
            <tr>
              {(['origin', 'destination', 'type', 'owner', 'price'] as const).map((key) => (
                <th key={key} scope="col">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.rates.map((rate) => (
              <tr key={[rate.origin, rate.destination, rate.equipmentType, rate.owner].join()}>
                <td>
                  <StationName code={rate.origin} />
                </td>
                <td>
                  <StationName code={rate.destination} />
                </td>
                <td>{rate.equipmentType}</td>
                <td>{say(boxOwnerTexts[rate.owner])}</td>
                <td>
                  <Money minor={rate.priceMinor} currency={sheet.currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

/** Surcharges, extras and fees, a line each, as people say them. */
function TermTable({ sheet }: { sheet: RateSheet }) {
  const t = useTexts(priceTexts)
  const { say, tag } = useLocale()
  const money = (minor: number) => formatMoney(minor, sheet.currency, tag)
  const priceOf = (price: FeeRule['price'] | RateSheet['surcharges'][number]['price']): string =>
    price.by === 'share'
      ? `${formatNumber(price.basisPoints / 100, tag)} ${t('share')}`
      : `${money(price.priceMinor)} / ${say(basisTexts[price.basis])}`
  const groups = [
    {
      title: t('surcharges'),
      rows: sheet.surcharges.map(({ kind, touches, price }) => [
        `${say(chargeTexts[kind])} · ${say(touchesTexts[touches])}`,
        priceOf(price),
      ]),
    },
    {
      title: t('extras'),
      rows: sheet.extras.map(({ kind, basis, priceMinor }) => [
        say(chargeTexts[kind]),
        `${money(priceMinor)} / ${say(basisTexts[basis])}`,
      ]),
    },
    {
      title: t('fees'),
      rows: sheet.fees.map(({ fee, hoursBefore, price }) => [
        `${say(feeTexts[fee])} · ${hoursBefore === null ? t('laterFee') : t('hoursFee', { hours: hoursBefore })}`,
        priceOf(price),
      ]),
    },
  ]
  return groups
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => (
      <section key={title} className="panel" aria-label={title}>
        <h2>{title}</h2>
        <KeyValue items={rows.map(([label = '', value = '']) => ({ label, value }))} />
      </section>
    ))
}
