/** The one organisation nobody can register: the platform's own, with an invitation for its administrator at the first start. */
import type { Country } from '#kernel/country.ts'
import type { Tx } from '#platform/database.ts'
import type { NewOrganisation } from '#identity/contract.ts'
import { invite } from '#identity/invitations.ts'
import { createOrganisation, type Making } from '#identity/organisations.ts'
import { findPlatform } from '#identity/store.ts'

const PLATFORM: NewOrganisation = {
  kind: 'platform',
  names: { zh: '陆桥平台', en: 'landbridge platform', ru: 'Платформа landbridge' },
  country: 'CN' as Country,
}

/**
 * The invitation's token while nobody has accepted one, else undefined. Asking again makes the one before useless, so that a
 * token left in an old log opens nothing.
 */
export async function inviteFirstAdministrator(
  tx: Tx,
  making: Making,
  email: string,
): Promise<string | undefined> {
  const platform = await findPlatform(tx)
  if (platform?.hasMembers) return undefined
  const { id } = platform ?? (await createOrganisation(tx, making, PLATFORM))
  const whom = { organisationId: id, email, role: 'administrator' } as const
  return (await invite(tx, making, whom)).token
}
