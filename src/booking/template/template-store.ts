/** Templates in SQL: the only file that touches `booking_template`. */
import type { Selectable } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/organisation.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { BookingTemplate, TemplateContent, TemplateId } from '#booking/template-contract.ts'

export interface NewTemplate {
  readonly id: TemplateId
  readonly organisationId: OrganisationId
  readonly name: string
  readonly content: TemplateContent
  readonly createdAt: Date
  readonly createdBy: MemberId | null
}

/** False when the organisation has one of that name. */
export async function insertTemplate(tx: Tx, template: NewTemplate): Promise<boolean> {
  const made = await tx
    .insertInto('booking_template')
    .values({
      id: template.id,
      organisation_id: template.organisationId,
      name: template.name,
      content: JSON.stringify(template.content),
      created_at: template.createdAt,
      created_by: template.createdBy,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'name']).doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}

/** All of an organisation's, by name: there are few. */
export async function readTemplates(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<BookingTemplate[]> {
  const rows = await tx
    .selectFrom('booking_template')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('name')
    .execute()
  return rows.map(toTemplate)
}

export async function findTemplate(
  tx: Tx,
  organisationId: OrganisationId,
  id: TemplateId,
): Promise<BookingTemplate | undefined> {
  const row = await tx
    .selectFrom('booking_template')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row && toTemplate(row)
}

/** False when there is none of the organisation's. */
export async function deleteTemplate(
  tx: Tx,
  organisationId: OrganisationId,
  id: TemplateId,
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('booking_template')
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .returning('id')
    .execute()
  return gone.length > 0
}

function toTemplate(row: Selectable<Tables['booking_template']>): BookingTemplate {
  return {
    id: row.id as TemplateId,
    name: row.name,
    content: row.content as TemplateContent,
    createdAt: timestampIn(row.created_at.getTime(), 'UTC'),
  }
}
