/** What stands in the side menu, by kind of organisation: each party sees its own work first. */
import type { OrganisationKind } from '#kernel/organisation.ts'
import { defineTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'

export type MenuKey =
  | 'departures'
  | 'calendar'
  | 'timetables'
  | 'services'
  | 'rateSheets'
  | 'figures'
  | 'diagram'
  | 'embargoes'
  | 'restrictions'
  | 'bookings'
  | 'containers'
  | 'map'
  | 'alerts'
  | 'geofences'
  | 'trackers'
  | 'positionLists'
  | 'organisations'
  | 'organisation'
  | 'ledger'
  | 'developers'

export const menuTexts = defineTexts<MenuKey>({
  departures: { zh: '班列班期', en: 'Departures', ru: 'Отправления' },
  calendar: { zh: '班期日历', en: 'Calendar', ru: 'Календарь' },
  timetables: { zh: '开行方案', en: 'Timetables', ru: 'Графики' },
  services: { zh: '班列线路', en: 'Lines', ru: 'Маршруты' },
  rateSheets: { zh: '运价', en: 'Rates', ru: 'Тарифы' },
  diagram: { zh: '运行图', en: 'Train diagram', ru: 'График движения' },
  figures: { zh: '统计', en: 'Figures', ru: 'Показатели' },
  embargoes: { zh: '停装令', en: 'Embargoes', ru: 'Запрещения' },
  restrictions: { zh: '承运限制', en: 'Restrictions', ru: 'Ограничения' },
  bookings: { zh: '订舱', en: 'Bookings', ru: 'Бронирования' },
  containers: { zh: '集装箱', en: 'Containers', ru: 'Контейнеры' },
  map: { zh: '在途地图', en: 'Map', ru: 'Карта' },
  alerts: { zh: '预警', en: 'Alerts', ru: 'Предупреждения' },
  geofences: { zh: '电子围栏', en: 'Geofences', ru: 'Геозоны' },
  trackers: { zh: '定位终端', en: 'Trackers', ru: 'Трекеры' },
  positionLists: { zh: '位置清单', en: 'Position lists', ru: 'Списки дислокации' },
  organisations: { zh: '入驻单位', en: 'Organisations', ru: 'Организации' },
  organisation: { zh: '本单位', en: 'My organisation', ru: 'Моя организация' },
  ledger: { zh: '账本', en: 'Ledger', ru: 'Журнал' },
  developers: { zh: '开放接口', en: 'Developers', ru: 'Разработчикам' },
})

export const MENU_PATHS: Readonly<Record<MenuKey, string>> = {
  departures: paths.departures(),
  calendar: paths.calendar(),
  timetables: paths.timetables(),
  services: paths.services(),
  rateSheets: paths.rateSheets(),
  figures: paths.figures(),
  diagram: paths.diagram(),
  embargoes: paths.embargoes(),
  restrictions: paths.restrictions(),
  bookings: paths.bookings(),
  containers: paths.containers(),
  map: paths.map(),
  alerts: paths.alerts(),
  geofences: paths.geofences(),
  trackers: paths.trackers(),
  positionLists: paths.positionLists(),
  organisations: paths.organisations(),
  organisation: paths.organisation(),
  ledger: paths.ledger(),
  developers: paths.developers(),
}

const SHIPPER: readonly MenuKey[] = [
  'departures',
  'calendar',
  'diagram',
  'rateSheets',
  'restrictions',
  'bookings',
  'containers',
  'map',
  'alerts',
  'figures',
]
const HANDLER: readonly MenuKey[] = [
  'containers',
  'departures',
  'calendar',
  'diagram',
  'map',
  'alerts',
]
const OWN: readonly MenuKey[] = ['organisation', 'ledger', 'developers']

export const MENU_BY_KIND: Readonly<Record<OrganisationKind, readonly MenuKey[]>> = {
  platform: [
    'organisations',
    'departures',
    'calendar',
    'embargoes',
    'restrictions',
    'geofences',
    ...OWN,
  ],
  exporter: [...SHIPPER, ...OWN],
  forwarder: [...SHIPPER, 'positionLists', ...OWN],
  operator: [
    'departures',
    'calendar',
    'diagram',
    'services',
    'timetables',
    'rateSheets',
    'embargoes',
    'restrictions',
    'containers',
    'bookings',
    'map',
    'alerts',
    'geofences',
    'figures',
    'trackers',
    'positionLists',
    ...OWN,
  ],
  warehouse: [...HANDLER, ...OWN],
  broker: [...HANDLER, ...OWN],
  customs: [...HANDLER, ...OWN],
  rail: [...HANDLER, 'positionLists', 'embargoes', 'restrictions', ...OWN],
  consignee: ['containers', 'map', 'alerts', ...OWN],
}
