/**
 * A copy of a ledger in an S3-compatible store: `s3://bucket/prefix`, with the settings that other programs take, too. An object appears
 * whole or not at all, and its digest is under the request's signature, so the store itself refuses what was damaged on the way.
 */
import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import { whyOf } from '#passport/auditing/ledger-source.ts'
import type { Shelf } from '#passport/auditing/shelf.ts'
import { CommandError } from '#platform/command.ts'

const TRIES = 4
const REPLY_MS = 60_000
const LIST_MAX = 1_000

type Environment = Readonly<Record<string, string | undefined>>

/** Where, and by whom. */
export interface S3Place {
  readonly name: string
  /** Ends with a slash; of the bucket. */
  readonly bucketUrl: string
  /** Empty, or ends with a slash. */
  readonly prefix: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export const isS3 = (place: string): boolean => place.startsWith('s3://')

/** Reads `s3://bucket/prefix` and the AWS_… settings; throws a CommandError for what cannot be used. */
export function readS3Place(place: string, env: Environment): S3Place {
  const [, bucket, path = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(place) ?? []
  const prefix = path.replace(/\/+$/, '')
  if (bucket === undefined || (prefix !== '' && !/^[\w.-]+(\/[\w.-]+)*$/.test(prefix)))
    throw new CommandError(`${place} is not s3://bucket/prefix`, 2)
  const region = env['AWS_REGION'] || 'us-east-1'
  const endpoint = env['AWS_ENDPOINT_URL_S3'] || `https://s3.${region}.amazonaws.com`
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey)
    throw new CommandError('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set', 2)
  const sessionToken = env['AWS_SESSION_TOKEN']
  return {
    name: place,
    bucketUrl: bucketUrlOf(endpoint, bucket),
    prefix: prefix === '' ? '' : `${prefix}/`,
    region,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
  }
}

/** Some stores want the bucket in the host's name: then it is written `https://{bucket}.host`. */
function bucketUrlOf(endpoint: string, bucket: string): string {
  const isNamed = endpoint.includes('{bucket}')
  const url = isNamed
    ? endpoint.replace('{bucket}', bucket)
    : `${endpoint.replace(/\/+$/, '')}/${bucket}`
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new CommandError(`AWS_ENDPOINT_URL_S3 is not an http(s) address: ${endpoint}`, 2)
  return `${url.replace(/\/+$/, '')}/`
}

interface Asked {
  readonly body?: Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

const digestOf = (body: Uint8Array = new Uint8Array()): string =>
  createHash('sha256').update(body).digest('hex')

export function s3Shelf(place: S3Place): Shelf {
  const { name, bucketUrl, prefix } = place
  const client = new AwsClient({ ...place, service: 's3', retries: TRIES })
  const ask = async (method: string, url: string, asked: Asked = {}): Promise<Response> => {
    try {
      const { body, headers } = asked
      const reply = await client.fetch(url, {
        ...(body && { body }),
        method,
        // By itself the library leaves the body out of the signature.
        headers: { ...headers, 'x-amz-content-sha256': digestOf(body) },
        signal: AbortSignal.timeout(REPLY_MS),
        redirect: 'manual',
      })
      if (reply.ok || (reply.status === 404 && method === 'GET')) return reply
      await reply.body?.cancel()
      throw new Error(`HTTP ${reply.status}`)
    } catch (error) {
      throw auditProblem('audit.unwritable', { what: `${name} (${method})`, why: whyOf(error) })
    }
  }
  const urlOf = (path: string) => `${bucketUrl}${prefix}${path}`
  return {
    name,
    async find(path, bytesMax) {
      const reply = await ask('GET', urlOf(path))
      if (reply.status === 404) return undefined
      const bytes = new Uint8Array(await reply.arrayBuffer())
      if (bytes.length > bytesMax) throw auditProblem('audit.state', { file: `${name}/${path}` })
      return bytes
    },
    async put(path, bytes) {
      const body = Uint8Array.from(bytes)
      await ask('PUT', urlOf(path), { body, headers: headersOf(path) })
    },
    // A store answers once what it was given is durable.
    settle: async () => undefined,
    async drop(path) {
      const query = new URLSearchParams({
        'list-type': '2',
        'max-keys': `${LIST_MAX}`,
        prefix: `${prefix}${path}/`,
      })
      const listed = await (await ask('GET', `${bucketUrl}?${query.toString()}`)).text()
      for (const [, key] of listed.matchAll(/<Key>([^<&]+)<\/Key>/g))
        await ask('DELETE', `${bucketUrl}${key}`)
    },
  }
}

/** As the server's own routes say it. */
function headersOf(path: string): Record<string, string> {
  if (path === 'checkpoint')
    return { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=2' }
  if (path.startsWith('tile/'))
    return {
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    }
  const type = path.endsWith('.json') ? 'application/json' : 'application/octet-stream'
  return { 'content-type': type, 'cache-control': 'no-store' }
}
