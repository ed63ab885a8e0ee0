/**
 * Passwords and sessions, kept by better-auth; no other file knows it. Only the four functions below are used: its own HTTP
 * handler is not mounted, so that every way in is one of our endpoints, with our limits, problems and languages.
 *
 * It works on connections of its own: it is called inside a request's transaction, and waiting there for a second connection
 * of the same pool could stop every request at once.
 */
import { betterAuth } from 'better-auth'
import { hashPassword as scryptHash } from 'better-auth/crypto'
import { isAPIError } from 'better-auth/api'
import { openDatabase, type Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { Signer } from '#platform/signer.ts'
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from '#identity/contract.ts'

const CONNECTIONS_MAX = 4
/** A working day: a session ends then, however much it is used. */
const SESSION_SECONDS = 12 * 3600

export interface SignInOptions {
  readonly databaseUrl: string
  readonly signer: Signer
  readonly ids: Ids
  /** True behind https: the cookie is then sent over nothing else. */
  readonly secure: boolean
}

export interface SignIn {
  /** Null when the e-mail address or the password is wrong, after the same work in both cases. */
  signIn(
    email: string,
    password: string,
    headers: Headers,
  ): Promise<{ readonly userId: string; readonly cookies: string[] } | null>
  /** Ends the session on the server, and gives the cookies that make the browser forget it. */
  signOut(headers: Headers): Promise<string[]>
  /** The id that signed in, while its session lasts. */
  whoIs(headers: Headers): Promise<string | null>
  /** A transaction that stays when the request's own is undone: attempts are counted in it. */
  apart<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** scrypt, N=16384 r=16 p=1, with a salt of its own. */
export const hashPassword: (password: string) => Promise<string> = scryptHash

export function createSignIn(options: SignInOptions): SignIn {
  const database = openDatabase(options.databaseUrl, CONNECTIONS_MAX)
  const auth = openAuth(database.pool, options)
  return {
    async signIn(email, password, headers) {
      try {
        const reply = await auth.api.signInEmail({
          body: { email, password },
          headers,
          returnHeaders: true,
        })
        return { userId: reply.response.user.id, cookies: reply.headers.getSetCookie() }
      } catch (error) {
        if (isAPIError(error) && error.status !== 'INTERNAL_SERVER_ERROR') return null
        throw error
      }
    },
    async signOut(headers) {
      const reply = await auth.api.signOut({ headers, returnHeaders: true })
      return reply.headers.getSetCookie()
    },
    async whoIs(headers) {
      const session = await auth.api.getSession({ headers })
      return session?.user.id ?? null
    },
    apart: (work) => database.transact(work),
    close: () => database.close(),
  }
}

function openAuth(pool: ReturnType<typeof openDatabase>['pool'], options: SignInOptions) {
  const times = { createdAt: 'created_at', updatedAt: 'updated_at' } as const
  return betterAuth({
    appName: 'landbridge',
    // Its HTTP handler is not mounted and it sends no mail: no address of ours is ever built from this.
    baseURL: options.secure ? 'https://localhost' : 'http://localhost',
    secret: Buffer.from(options.signer.derive('sign-in cookies')).toString('base64url'),
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_CHARS_MIN,
      maxPasswordLength: PASSWORD_CHARS_MAX,
    },
    rateLimit: { enabled: false },
    session: {
      modelName: 'auth_session',
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      fields: {
        ...times,
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    user: { modelName: 'auth_user', fields: { ...times, emailVerified: 'email_verified' } },
    account: {
      modelName: 'auth_account',
      fields: {
        ...times,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: {
      modelName: 'auth_verification',
      fields: { ...times, expiresAt: 'expires_at' },
    },
    advanced: {
      cookiePrefix: 'landbridge',
      useSecureCookies: options.secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: options.secure },
      ipAddress: { ipAddressHeaders: ['x-client-address'] },
      database: { generateId: () => options.ids('ses') },
    },
  })
}
