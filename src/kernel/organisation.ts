/** The parties of the trade, as every slice needs to name them. Their particulars live in the identity slice. */
import { z } from 'zod'
import { idSchema } from '#kernel/id.ts'
import type { Locale } from '#kernel/locale.ts'

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

export { organisationKindTexts } from '#kernel/organisation-kind-texts.ts'

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
