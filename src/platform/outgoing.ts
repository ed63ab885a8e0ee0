/**
 * Requests to addresses that others chose. Such an address could name our own network (OWASP: server-side request forgery), so the
 * connection itself is held to the public network: the name is looked up once, and only an address that passes is connected to.
 * Redirects are not followed; of the answer only its status and its first bytes are read.
 */
import { lookup as systemLookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const ANSWER_BYTES_MAX = 1_024

export interface OutgoingPost {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  /** An installation whose partners are in its own network says so. */
  readonly allowPrivate: boolean
}

export type OutgoingAnswer =
  | { readonly status: number; readonly text: string }
  /** No answer: why, in words for whoever has to mend it. */
  | { readonly failure: string }

/** RFC 6890 and its registries: everything that is not a host on the public network. */
const PRIVATE = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv4')
/** Of IPv6 only 2000::/3 is public, less these. */
const PUBLIC_V6 = new BlockList()
PUBLIC_V6.addSubnet('2000::', 3, 'ipv6')
const PRIVATE_V6 = new BlockList()
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  PRIVATE_V6.addSubnet(network, bits, 'ipv6')

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !PRIVATE.check(address, 'ipv4')
  if (isIP(address) !== 6) return false
  return PUBLIC_V6.check(address, 'ipv6') && !PRIVATE_V6.check(address, 'ipv6')
}

/** Whether a URL may be posted to, as far as that can be told without looking its name up. */
export function isOutgoingUrl(url: string, allowPrivate: boolean): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password } = new URL(url)
  if (username !== '' || password !== '') return false
  if (allowPrivate) return protocol === 'https:' || protocol === 'http:'
  const address = hostname.replace(/^\[|\]$/g, '')
  return protocol === 'https:' && (isIP(address) === 0 || isPublicAddress(address))
}

/** Never throws: what goes wrong on the way is an answer too. */
export function post(asked: OutgoingPost): Promise<OutgoingAnswer> {
  if (!isOutgoingUrl(asked.url, asked.allowPrivate))
    return Promise.resolve({ failure: 'not an https address on the public network' })
  const { promise, resolve } = Promise.withResolvers<OutgoingAnswer>()
  const fail = (error: NodeJS.ErrnoException): void =>
    resolve({ failure: error.code ?? error.message })
  const start = asked.url.startsWith('https:') ? requestHttps : requestHttp
  const request = start(
    asked.url,
    {
      method: 'POST',
      headers: { ...asked.headers, 'content-length': Buffer.byteLength(asked.body) },
      signal: AbortSignal.timeout(asked.timeoutMs),
      lookup: asked.allowPrivate ? undefined : publicLookup,
      agent: false,
    },
    (answer) => {
      const parts: Buffer[] = []
      let length = 0
      const done = (): void =>
        resolve({
          status: answer.statusCode!,
          text: Buffer.concat(parts).toString('utf8', 0, ANSWER_BYTES_MAX),
        })
      answer.on('data', (part: Buffer) => {
        parts.push(part)
        length += part.length
        if (length < ANSWER_BYTES_MAX) return
        done()
        request.destroy()
      })
      answer.on('end', done)
      answer.on('error', fail)
    },
  )
  request.on('error', fail)
  request.end(asked.body)
  return promise
}

/** The check is on the addresses that are then connected to, so a name that changes between check and use gains nothing. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, [])
    const addresses = found.filter(({ address }) => isPublicAddress(address))
    if (addresses.length === 0) {
      const refused = new Error('the name leads to a private address') as NodeJS.ErrnoException
      return callback(refused, [])
    }
    if (options.all === true) return callback(null, addresses)
    callback(null, addresses[0]!.address, addresses[0]!.family)
  })
}
