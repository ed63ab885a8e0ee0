/** Who may come in: same site, an account, the right kind of organisation, the right role; and the headers that guard a page. */
import type { FastifyRequest } from 'fastify'
import type { AnyEndpoint } from '#kernel/endpoint.ts'
import { httpProblem } from '#kernel/http-problem.ts'
import { isLocale, parseAcceptLanguage, type Locale } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'

/**
 * Cross-site request forgery: a browser says where a request comes from, and one from elsewhere is refused.
 * A caller that sends neither header is no browser and holds no cookie of ours that somebody else could use.
 */
export function checkSite(request: FastifyRequest): void {
  if (request.headers.authorization !== undefined) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw httpProblem('http.cross_site')
  const { origin } = request.headers
  if (origin === undefined) return
  if (!URL.canParse(origin) || new URL(origin).host !== request.host)
    throw httpProblem('http.cross_site')
}

export function requireAccess(
  endpoint: Pick<AnyEndpoint, 'access' | 'administratorOnly' | 'personal'> & {
    readonly method: string
  },
  actor: Actor | null,
): void {
  if (endpoint.access === 'public') return
  if (actor === null) throw httpProblem('http.sign_in_needed')
  if (endpoint.access !== 'member' && !endpoint.access.includes(actor.organisationKind))
    throw httpProblem('http.not_your_kind')
  if (endpoint.method !== 'GET' && actor.role === 'viewer' && !endpoint.personal)
    throw httpProblem('http.readers_only_read')
  if (endpoint.administratorOnly && actor.role !== 'administrator')
    throw httpProblem('http.administrators_only')
}

/** The language of the answer: the reader's choice in our `locale` cookie, else what the browser asks for. */
export function localeOf(request: FastifyRequest): Locale {
  const { cookie, 'accept-language': accepted } = request.headers
  const chosen = cookie === undefined ? undefined : /(?:^|;\s*)locale=(\w+)/.exec(cookie)?.[1]
  return isLocale(chosen) ? chosen : parseAcceptLanguage(accepted)
}

export function securityHeaders({
  secure,
  tileOrigin,
}: {
  readonly secure?: boolean
  readonly tileOrigin?: string
}): Record<string, string> {
  const policy = [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    // Ant Design writes its style sheet at run time.
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self' blob:",
    // MapLibre fetches its tiles as it fetches everything.
    ['connect-src', "'self'", ...(tileOrigin ? [tileOrigin] : [])].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ')
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'geolocation=(), microphone=(), payment=()',
    'x-frame-options': 'DENY',
    ...(secure && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  }
}
