/** Identity's door: what `main.ts` opens, and what later slices may ask. */
import type { Actor } from '#kernel/organisation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { Signer } from '#platform/signer.ts'
import { authenticate } from '#identity/authenticate.ts'
import { createSignIn, type SignIn } from '#identity/sign-in.ts'

export { deleteSessionsOver } from '#identity/store.ts'
export { inviteFirstAdministrator } from '#identity/first-administrator.ts'
export { identityRoutes } from '#identity/routes.ts'
export {
  createMember,
  createOrganisation,
  getOrganisation,
  listOrganisations,
  listOrganisationsOfKind,
  type Making,
  type NewMember,
} from '#identity/organisations.ts'
export {
  acceptEndedKey,
  listAllKeys,
  listKeyOwners,
  listOrganisationKeys,
  organisationKeys,
  resealKeys,
  thumbprint,
  type OrganisationKey,
} from '#identity/signing-keys.ts'

export interface Identity {
  readonly signer: Signer
  readonly signIn: SignIn
  /** For `createHttp`. */
  readonly authenticate: (headers: Pick<Headers, 'get'>) => Promise<Actor | null>
  close(): Promise<void>
}

export function openIdentity(options: {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly signer: Signer
  readonly secure: boolean
}): Identity {
  const { database, clock, ids, signer, secure } = options
  const signIn = createSignIn({ databaseUrl: database.url, signer, ids, secure })
  return {
    signer,
    signIn,
    authenticate: (headers) => authenticate({ database, clock, signIn }, headers),
    close: () => signIn.close(),
  }
}
