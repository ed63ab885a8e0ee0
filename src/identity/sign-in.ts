/**
 * Passwords and sessions, kept by better-auth; no other file knows it. Only signing in and out are used: its own HTTP
 * handler is not mounted, so that every way in is one of our endpoints, with our limits, problems and languages. Whether a cookie
 * is one of its own is asked at every request, and so is answered here, by the same signature, without its two queries.
 *
 * It works on connections of its own: it is called inside a request's transaction, and waiting there for a second connection
 * of the same pool could stop every request at once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { hashPassword as scryptHash } from 'better-auth/crypto'
import { isAPIError } from 'better-auth/api'
import { openDatabase, type Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { Signer } from '#platform/signer.ts'
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from '#identity/contract.ts'

const CONNECTIONS_MAX = 4
const COOKIE_PREFIX = 'landbridge'
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
  /** The session that a browser shows, when the cookie is one that we gave; whether it still lasts is for the database to say. */
  sessionToken(headers: Pick<Headers, 'get'>): string | null
  /** A transaction that stays when the request's own is undone: attempts are counted in it. */
  apart<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** scrypt, N=16384 r=16 p=1, with a salt of its own. */
export const hashPassword: (password: string) => Promise<string> = scryptHash

export function createSignIn(options: SignInOptions): SignIn {
  const database = openDatabase(options.databaseUrl, CONNECTIONS_MAX)
  const secret = Buffer.from(options.signer.derive('sign-in cookies')).toString('base64url')
  const auth = openAuth(database.pool, secret, options)
  const cookieName = `${options.secure ? '__Secure-' : ''}${COOKIE_PREFIX}.session_token`
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
    sessionToken(headers) {
      const value = findCookie(headers.get('cookie') ?? '', cookieName)
      return value === undefined ? null : openCookie(value, secret)
    },
    apart: (work) => database.transact(work),
    close: () => database.close(),
  }
}

function findCookie(cookies: string, name: string): string | undefined {
  for (const cookie of cookies.split(';')) {
    const [key, value] = splitOnce(cookie, '=')
    if (key.trim() === name) return value?.trim()
  }
  return undefined
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** The token of `token.signature`, written as in an address; null where the signature is not ours: HMAC-SHA-256 in base 64. */
function openCookie(value: string, secret: string): string | null {
  let signed: string
  try {
    signed = decodeURIComponent(value)
  } catch {
    return null
  }
  const at = signed.lastIndexOf('.')
  if (at <= 0) return null
  const token = signed.slice(0, at)
  const signature = Buffer.from(signed.slice(at + 1), 'base64')
  const ours = createHmac('sha256', secret).update(token).digest()
  return signature.length === ours.length && timingSafeEqual(signature, ours) ? token : null
}

function openAuth(
  pool: ReturnType<typeof openDatabase>['pool'],
  secret: string,
  options: SignInOptions,
) {
  const times = { createdAt: 'created_at', updatedAt: 'updated_at' } as const
  return betterAuth({
    appName: 'landbridge',
    // Its HTTP handler is not mounted and it sends no mail: no address of ours is ever built from this.
    baseURL: options.secure ? 'https://localhost' : 'http://localhost',
    secret,
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
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: options.secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: options.secure },
      ipAddress: { ipAddressHeaders: ['x-client-address'] },
      database: { generateId: () => options.ids('ses') },
    },
  })
}
