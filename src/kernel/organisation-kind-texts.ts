/** What each kind of party is called. */
import type { OrganisationKind } from '#kernel/organisation.ts'
import type { Text } from '#kernel/text.ts'

export const organisationKindTexts: Readonly<Record<OrganisationKind, Text>> = {
  platform: { zh: '平台运营方', en: 'Platform', ru: 'Платформа' },
  exporter: { zh: '外贸企业', en: 'Exporter', ru: 'Экспортёр' },
  forwarder: { zh: '货运代理', en: 'Forwarder', ru: 'Экспедитор' },
  operator: { zh: '班列公司', en: 'Train operator', ru: 'Оператор поезда' },
  warehouse: { zh: '仓库场站', en: 'Warehouse', ru: 'Склад' },
  broker: { zh: '报关行', en: 'Customs broker', ru: 'Таможенный брокер' },
  customs: { zh: '海关', en: 'Customs', ru: 'Таможня' },
  rail: { zh: '铁路', en: 'Railway', ru: 'Железная дорога' },
  consignee: { zh: '收货人', en: 'Consignee', ru: 'Грузополучатель' },
}
