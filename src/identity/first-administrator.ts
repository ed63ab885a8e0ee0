/** The one organisation nobody can invite: the platform's own, with an invitation for its administrator at the very first start. */
import type { Tx } from '#platform/database.ts'
import { invite } from '#identity/invitation-routes.ts'
import { createOrganisation, type Making } from '#identity/organisations.ts'
import type { OrganisationId } from '#kernel/organisation.ts'

const NAMES = { zh: '陆桥平台', en: 'landbridge platform', ru: 'Платформа landbridge' }

/**
 * The invitation's token while nobody has accepted one, else undefined. Asking again makes the one before useless, so that a
 * token left in an old log opens nothing.
 */
export async function inviteFirstAdministrator(
  tx: Tx,
  making: Making,
  email: string,
): Promise<string | undefined> {
  const member = await tx.selectFrom('member').select('id').limit(1).executeTakeFirst()
  if (member !== undefined) return undefined
  const before = await tx
    .selectFrom('organisation')
    .select('id')
    .where('kind', '=', 'platform')
    .limit(1)
    .executeTakeFirst()
  const organisationId =
    (before?.id as OrganisationId | undefined) ??
    (await createOrganisation(tx, making, { kind: 'platform', names: NAMES, country: 'CN' as never })).id
  const { token } = await invite(tx, making, { organisationId, email, role: 'administrator' })
  return token
}
