/** The parties of the trade, as every slice needs to name them. Their particulars live in the identity slice. */
import { z } from 'zod'
import { idSchema } from '#kernel/id.ts'
import type { Text, Locale } from '#kernel/locale.ts'

export const OrganisationId = idSchema<'OrganisationId'>('org')
export type OrganisationId = z.infer<typeof OrganisationId>

export const MemberId = idSchema<'MemberId'>('mbr')
export type MemberId = z.infer<typeof MemberId>

export const OrganisationKind = z.enum([
  'platform',
  'exporter',
  'forwarder',
  'operator',
  'warehouse',
  'broker',
  'customs',
  'rail',
  'consignee',
])
export type OrganisationKind = z.infer<typeof OrganisationKind>

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

/** `administrator` also invites members and makes API keys; `clerk` does the daily work; `viewer` only reads. */
export const MemberRole = z.enum(['administrator', 'clerk', 'viewer'])
export type MemberRole = z.infer<typeof MemberRole>

/** Who is asking: one member (or one API key) of one organisation. Every query is scoped by it. */
export interface Actor {
  readonly organisationId: OrganisationId
  readonly organisationKind: OrganisationKind
  readonly role: MemberRole
  /** The member, or null for an API key. */
  readonly memberId: MemberId | null
  readonly locale: Locale
}
