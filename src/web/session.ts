/** Who is signed in: asked once of the server, shared by every screen, forgotten on sign-out. */
import { getSession, signOut, type Session } from '#identity/contract.ts'
import type { Actor, OrganisationKind } from '#kernel/organisation.ts'
import { call, ProblemReply } from '#web/api.ts'
import { useLocale } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { queryClient, useAsk } from '#web/queries.ts'

export type { Session }

export interface SessionState {
  readonly session: Session | undefined
  readonly loading: boolean
  /** Set when the server could not be asked; a missing session is no problem but an answer. */
  readonly problem: Error | null
}

export function useSessionState(): SessionState {
  const { data, isPending, error } = useAsk(getSession)
  const signedOut = error instanceof ProblemReply && error.status === 401
  return {
    session: signedOut ? undefined : data,
    loading: isPending,
    problem: signedOut ? null : error,
  }
}

/** For screens behind the sign-in; the layout shows them only with a session. */
export function useSession(): Session {
  const { session } = useSessionState()
  if (session === undefined) throw new Error('this screen needs a signed-in member')
  return session
}

/** The same value the server's rules are given, for asking them which buttons may be pressed. */
export function useActor(): Actor {
  const { organisation, member, role } = useSession()
  const { locale } = useLocale()
  return {
    organisationId: organisation.id,
    organisationKind: organisation.kind,
    role,
    memberId: member?.id ?? null,
    locale,
  }
}

/** True for members who may change anything at all. */
export function useMayAct(...kinds: readonly OrganisationKind[]): boolean {
  const { organisation, role } = useSession()
  return role !== 'viewer' && (kinds.length === 0 || kinds.includes(organisation.kind))
}

/** After signing in, everything known as a stranger is forgotten. */
export async function sessionBegan(): Promise<void> {
  queryClient.clear()
  await queryClient.refetchQueries()
}

/** Leaves by loading the page anew, so that nothing of the session stays in this window's memory. */
export async function leave(): Promise<void> {
  await call(signOut)
  location.assign(paths.signIn())
}
