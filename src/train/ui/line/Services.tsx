/** The operator's own lines; for others, all that run. */
import type { TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { trainApi, type ServiceSummary } from '#train/contract.ts'
import { serviceFileApi } from '#train/service-file-contract.ts'
import { gaugeChanges } from '#train/train.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { StationName } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useListing } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { RouteLine } from './RouteLine.tsx'
import { serviceTexts } from './service-texts.ts'
import { SheetPanel } from '../timetable/SheetPanel.tsx'
import { trainTexts } from '../texts.ts'

const texts = defineTexts({
  line: { zh: '线路', en: 'Line', ru: 'Маршрут' },
  route: { zh: '径路', en: 'Route', ru: 'Путь следования' },
  changes: { zh: '换轨站', en: 'Gauge changes at', ru: 'Смена колеи' },
  filesHint: {
    zh: '导出后可修改并读回：每站一行，名称和参与方只写在线路的第一行；新名称即新线路，文件中没有的线路不变。',
    en: 'What you download can be changed and read back: a row for each stop, names and parties in the first row of a line. A new name opens a line; lines that are not in the file stay.',
    ru: 'Выгруженный файл можно изменить и загрузить обратно: строка на остановку, названия и участники — в первой строке маршрута. Новое имя открывает маршрут; маршруты, которых нет в файле, остаются.',
  },
  stopCount: { zh: '{count} 站', en: '{count} stops', ru: 'остановок: {count}' },
  days: { zh: '计划天数', en: 'Planned days', ru: 'План, сут.' },
  empty: {
    zh: '还没有线路，请先新建一条。',
    en: 'No lines yet: open the first one.',
    ru: 'Маршрутов пока нет: создайте первый.',
  },
})

const DAY_MINUTES = 24 * 60

export function Services() {
  const t = useTexts(texts)
  const words = useTexts(serviceTexts)
  const train = useTexts(trainTexts)
  const { organisation } = useSession()
  const mayOpen = useMayAct('operator')
  const listing = useListing(trainApi.listServices, {
    query: organisation.kind === 'operator' ? { operator: organisation.id } : {},
  })
  const open = mayOpen && <LinkButton primary to={paths.newService()} label={words('newService')} />
  return (
    <>
      <PageHeader title={train('services')} actions={open} />
      <DataTable
        label={train('services')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={useColumns()}
        card={(service) => <ServiceCard service={service} />}
        empty={t('empty')}
        emptyAction={open}
      />
      {mayOpen && (
        <div className="below">
          <FilesPanel />
        </div>
      )}
    </>
  )
}

function useColumns(): TableColumnsType<ServiceSummary> {
  const t = useTexts(texts)
  return [
    { title: t('line'), render: (_, service) => <ServiceLink service={service} /> },
    { title: t('route'), render: (_, service) => <RouteLine service={service} /> },
    { title: t('changes'), render: (_, service) => <Changes service={service} /> },
    { title: t('days'), render: (_, service) => daysOf(service) },
  ]
}

function ServiceLink({ service }: { service: ServiceSummary }) {
  const { say } = useLocale()
  return (
    <Link className="strong-link" to={paths.service(service.id)}>
      {say(service.names)}
    </Link>
  )
}

function Changes({ service }: { service: ServiceSummary }) {
  return gaugeChanges(service.stops).map((station, index) => (
    <span key={station}>
      {index > 0 && ' · '}
      <StationName code={station} />
    </span>
  ))
}

function daysOf({ stops }: ServiceSummary): number {
  return Math.ceil((stops.at(-1)?.plannedOffsetMinutes ?? 0) / DAY_MINUTES)
}

function ServiceCard({ service }: { service: ServiceSummary }) {
  const t = useTexts(texts)
  return (
    <div className="stack">
      <ServiceLink service={service} />
      <RouteLine service={service} />
      <div className="card-row">
        <span className="soft">{t('changes')}</span>
        <span>
          <Changes service={service} />
        </span>
      </div>
      <div className="card-row">
        <span className="soft">{t('days')}</span>
        <span>{daysOf(service)}</span>
      </div>
    </div>
  )
}

function FilesPanel() {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <SheetPanel
      endpoint={serviceFileApi.readFile}
      hint={t('filesHint')}
      files={paths.servicesFile}
      itemsOf={({ items }) =>
        items.map(({ serviceId, names, stops, action }) => ({
          key: serviceId ?? say(names),
          action,
          words: `${say(names)} · ${t('stopCount', { count: stops })}`,
        }))
      }
    />
  )
}
