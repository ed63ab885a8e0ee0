/**
 * The other side of an S3 shelf, for tests: a store on a port of ours that believes nothing. It derives each request's Signature V4 again
 * from the bytes that arrived, straight from AWS's description, and refuses one that differs, is old, or whose body has another digest.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'

export const S3_KEY = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

export interface StoredObject {
  readonly bytes: Uint8Array
  readonly headers: Readonly<Record<string, string | undefined>>
}

export interface SimulatedS3 {
  readonly endpoint: string
  /** By `bucket/key`, in the order in which they were first put. */
  readonly objects: Map<string, StoredObject>
  /** `METHOD bucket/key` of every request that was believed. */
  readonly asked: string[]
  /** Answers instead of the store for the next requests. */
  failWith(statuses: readonly number[]): void
  close(): Promise<void>
}

export async function simulateS3(region: string): Promise<SimulatedS3> {
  const objects = new Map<string, StoredObject>()
  const asked: string[] = []
  const failures: number[] = []
  const answer = async (request: IncomingMessage): Promise<[number, (string | Uint8Array)?]> => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
    const failure = failures.shift()
    if (failure !== undefined) return [failure]
    if (!isSigned(request, body, region))
      return [403, '<Error><Code>SignatureDoesNotMatch</Code></Error>']
    const url = new URL(request.url!, 'http://store')
    const key = decodeURIComponent(url.pathname.slice(1))
    asked.push(`${request.method} ${key}${url.search && '?'}`)
    if (request.method === 'PUT') {
      const { headers } = request
      objects.set(key, {
        bytes: body,
        headers: { type: headers['content-type'], cache: headers['cache-control'] },
      })
      return [200]
    }
    if (request.method === 'DELETE') return [objects.delete(key) ? 204 : 404]
    if (url.searchParams.get('list-type') === '2')
      return [200, list(objects, key, url.searchParams.get('prefix') ?? '')]
    const found = objects.get(key)
    return found ? [200, found.bytes] : [404, '<Error><Code>NoSuchKey</Code></Error>']
  }
  const server = createServer((request, response) => {
    void answer(request).then(([status, said]) => response.writeHead(status).end(said))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    asked,
    failWith: (statuses) => void failures.push(...statuses),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function list(objects: ReadonlyMap<string, StoredObject>, bucket: string, prefix: string): string {
  const start = `${bucket.replace(/\/$/, '')}/`
  const keys = [...objects.keys()].filter((key) => key.startsWith(start + prefix)).sort()
  const contents = keys.map((key) => `<Contents><Key>${key.slice(start.length)}</Key></Contents>`)
  return `<?xml version="1.0"?><ListBucketResult>${contents.join('')}</ListBucketResult>`
}

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Uint8Array, text: string) =>
  createHmac('sha256', key).update(text).digest()

/** AWS Signature Version 4, single chunk. */
function isSigned(
  { method, url, headers }: IncomingMessage,
  body: Uint8Array,
  region: string,
): boolean {
  const said =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  const at = String(headers['x-amz-date'])
  const digest = headers['x-amz-content-sha256']
  if (said === null || digest !== sha256(body)) return false
  const [, id, day, asked, names, signature] = said
  const [, year, month, date, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(at) ?? []
  const age = Date.now() - Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`)
  const isNow = Math.abs(age) < 15 * 60_000 && at.startsWith(day!)
  if (id !== S3_KEY.accessKeyId || asked !== region || !isNow) return false
  const signed = names!.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name)))
    return false
  const [path = '', query = ''] = url!.split('?')
  const canonical = [
    method,
    path,
    query.split('&').filter(Boolean).sort().join('&'),
    ...signed.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    names,
    digest,
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const key = [region, 's3', 'aws4_request'].reduce<Uint8Array>(
    (last, word) => hmac(last, word),
    hmac(`AWS4${S3_KEY.secretAccessKey}`, day!),
  )
  const expected = hmac(key, `AWS4-HMAC-SHA256\n${at}\n${scope}\n${sha256(canonical)}`)
  return timingSafeEqual(expected, Buffer.from(signature!, 'hex'))
}
