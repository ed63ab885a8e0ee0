/** A sheet of containers: sent, looked at with every wrong cell named, then booked all together or each for itself. */
import { Alert, Button, Radio } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { bulkApi, type BulkMode, type BulkRead, type BulkResult } from '#booking/bulk-contract.ts'
import type { SheetFile } from '#kernel/spreadsheet.ts'
import { trainApi } from '#train/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { SheetFaults, SheetUpload } from '#web/kit/SheetUpload.tsx'
import { LocalTime, Money, StationName } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { BulkBookings, BulkNotes, BulkOutcomes } from './BulkTables.tsx'
import { formTexts } from '../form/form-texts.ts'

const texts = defineTexts({
  title: { zh: '批量订舱', en: 'Book a sheet of containers', ru: 'Бронирование таблицей' },
  note: {
    zh: '每行一箱或同类若干箱；委托编号相同的行合为一个订舱。同一文件再次上传不会重复订舱。',
    en: 'A row for each box, or for several alike; rows of one reference are one booking. The same file sent twice books nothing twice.',
    ru: 'Строка — один контейнер или несколько одинаковых; строки с одним номером заказа — одно бронирование. Повторная отправка файла ничего не бронирует дважды.',
  },
  on: {
    zh: '未写车次的行订到：',
    en: 'Rows that name no train go with',
    ru: 'Строки без поезда — на',
  },
  upload: { zh: '上传 Excel / CSV', en: 'Send Excel or CSV', ru: 'Отправить Excel или CSV' },
  template: {
    zh: '下载模板（含说明与下拉列表）',
    en: 'Template with hints and lists',
    ru: 'Шаблон с подсказками и списками',
  },
  trains: { zh: '班次', en: 'Trains', ru: 'Поезда' },
  asked: {
    zh: '需要 {asked} TEU，剩余 {free} TEU',
    en: '{asked} TEU asked, {free} TEU free',
    ru: 'Нужно {asked} ДФЭ, свободно {free} ДФЭ',
  },
  short: { zh: '舱位不足', en: 'Too few slots', ru: 'Мест не хватает' },
  total: { zh: '合计', en: 'Total', ru: 'Итого' },
  how: { zh: '订舱方式', en: 'How to book', ru: 'Как бронировать' },
  together: { zh: '全部成功或全部不订', en: 'All of them or none', ru: 'Все или ни одного' },
  each: { zh: '逐个订舱，能订的先订', en: 'Each that can be booked', ru: 'Каждое, какое возможно' },
  book: {
    zh: '确认订舱（{count} 个）',
    en: ['Book {count}', 'Book {count}'],
    ru: ['Забронировать {count}', 'Забронировать {count}', 'Забронировать {count}'],
  },
  nothing: {
    zh: '这些行都已订过，没有可订的内容。',
    en: 'All of these rows are booked already.',
    ru: 'Все эти строки уже забронированы.',
  },
  done: {
    zh: '已订 {booked} 个，未订 {refused} 个',
    en: '{booked} booked, {refused} refused',
    ru: 'Забронировано {booked}, отклонено {refused}',
  },
})

export function BulkBooking() {
  const t = useTexts(texts)
  const [search] = useSearchParams()
  const departureId = search.get('departure') ?? undefined
  const [file, setFile] = useState<SheetFile>()
  const [read, setRead] = useState<BulkRead>()
  const [result, setResult] = useState<BulkResult>()
  const reading = useCommand(bulkApi.read, (found) => {
    setRead(found)
    setResult(undefined)
  })
  const on = departureId === undefined ? {} : { departureId }
  const look = async (chosen: SheetFile) => {
    setFile(chosen)
    await reading.run({ body: { file: chosen, ...on } })
  }
  return (
    <>
      <PageHeader
        title={t('title')}
        note={t('note')}
        back={
          departureId === undefined
            ? { to: paths.bookings(), label: t('title') }
            : { to: paths.departure(departureId), label: t('trains') }
        }
      />
      <section className="panel" aria-label={t('upload')}>
        {departureId !== undefined && <OnTrain departureId={departureId} />}
        <SheetUpload
          label={t('upload')}
          running={reading.running}
          problem={reading.problem}
          onFile={look}
        >
          <a href={paths.bulkTemplate()} download>
            {t('template')}
          </a>
        </SheetUpload>
      </section>
      {read && read.faultCount > 0 && <SheetFaults count={read.faultCount} items={read.faults} />}
      {read && <BulkNotes notes={read.notes} />}
      {read && result === undefined && file && (
        <Decide
          read={read}
          body={{ file, ...on }}
          onDone={(done) => {
            setResult(done)
          }}
        />
      )}
      {result && <Result result={result} />}
    </>
  )
}

function OnTrain({ departureId }: { departureId: string }) {
  const t = useTexts(texts)
  const form = useTexts(formTexts)
  const asked = useAsk(trainApi.getDeparture, { params: { departureId } })
  return (
    <Asked asked={asked} rows={1}>
      {({ service, trainNumber, departsAt }) => (
        <p>
          {t('on')} {form('on', { number: trainNumber })} · <StationName code={service.origin} /> →{' '}
          <StationName code={service.destination} /> ·{' '}
          <LocalTime at={departsAt} station={service.origin} />
        </p>
      )}
    </Asked>
  )
}

interface DecideProps {
  readonly read: BulkRead
  readonly body: { readonly file: SheetFile; readonly departureId?: string }
  readonly onDone: (result: BulkResult) => void
}

function Decide({ read, body, onDone }: DecideProps) {
  const t = useTexts(texts)
  const [mode, setMode] = useState<BulkMode>('together')
  const { run, running, problem } = useCommand(bulkApi.book, onDone)
  const fresh = read.bookings.filter(({ already }) => already === null)
  if (read.bookings.length === 0) return null
  return (
    <>
      <BulkBookings bookings={read.bookings} />
      <Trains trains={read.trains} />
      <ProblemAlert problem={problem} />
      {read.faultCount === 0 && fresh.length === 0 && (
        <Alert type="info" showIcon title={t('nothing')} />
      )}
      {read.faultCount === 0 && fresh.length > 0 && (
        <div className="form-foot">
          <span className="totals">
            {read.totals.length > 0 && (
              <strong>
                {t('total')}{' '}
                {read.totals.map(({ amountMinor, currency }) => (
                  <span key={currency}>
                    <Money minor={amountMinor} currency={currency} />{' '}
                  </span>
                ))}
              </strong>
            )}
          </span>
          <Radio.Group
            aria-label={t('how')}
            value={mode}
            onChange={({ target }) => setMode(target.value as BulkMode)}
            options={[
              { value: 'together', label: t('together') },
              { value: 'each', label: t('each') },
            ]}
          />
          <Button
            type="primary"
            loading={running}
            onClick={() => void run({ body: { ...body, mode, totals: read.totals } as never })}
          >
            {t('book', { count: fresh.length })}
          </Button>
        </div>
      )}
    </>
  )
}

function Trains({ trains }: Pick<BulkRead, 'trains'>) {
  const t = useTexts(texts)
  const form = useTexts(formTexts)
  if (trains.length === 0) return null
  return (
    <section className="panel" aria-label={t('trains')}>
      <h2>{t('trains')}</h2>
      <ul className="plain-list">
        {trains.map(({ journey, askedTeu, freeTeu }) => (
          <li key={journey.departureId} className="card-row">
            <span>
              {form('on', { number: journey.trainNumber })} ·{' '}
              <LocalTime at={journey.departsAt} station={journey.origin} />
            </span>
            <span className={askedTeu > freeTeu ? 'warning' : undefined}>
              {t('asked', { asked: askedTeu, free: freeTeu })}
              {askedTeu > freeTeu && ` · ${t('short')}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Result({ result }: { result: BulkResult }) {
  const t = useTexts(texts)
  const { tag } = useLocale()
  const { booked, refused } = result
  const number = (value: number) => new Intl.NumberFormat(tag).format(value)
  return (
    <>
      <Alert
        className="problem"
        type={refused === 0 ? 'success' : 'warning'}
        showIcon
        role="status"
        title={t('done', { booked: number(booked), refused: number(refused) })}
      />
      <BulkOutcomes items={result.items} />
    </>
  )
}
