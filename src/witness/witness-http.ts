/** The witness over HTTP: `POST /add-checkpoint`, and `GET /<SHA-256 of an origin>/checkpoint` for whoever monitors. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Witness, WitnessAnswer } from '#witness/witness.ts'

/** A checkpoint with a hundred signatures of the longest kind, and the longest proof, take less. */
const BODY_BYTES_MAX = 524_288
const REQUEST_MS_MAX = 10_000
const PLAIN = 'text/plain; charset=utf-8'

interface Reply extends Omit<WitnessAnswer, 'status' | 'type'> {
  readonly status: number
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
}

export function witnessServer(
  witness: Witness,
  options: {
    /** What the digest of an origin, in hex, stands for. */
    originOf(digest: string): string | undefined
    onError(error: unknown): void
  },
): Server {
  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const path = request.url ?? ''
    if (path === '/add-checkpoint') return addCheckpoint(witness, request)
    const [, digest] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path) ?? []
    const origin = digest && options.originOf(digest)
    if (!origin) return says(404, 'no such resource')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return { ...says(405, 'use GET'), headers: { allow: 'GET, HEAD' } }
    const note = await witness.findCheckpoint(origin)
    if (note === undefined) return says(404, 'no checkpoint of this log yet')
    return { status: 200, type: PLAIN, body: note, headers: { 'cache-control': 'no-cache' } }
  }
  return createServer(
    { requestTimeout: REQUEST_MS_MAX, headersTimeout: REQUEST_MS_MAX },
    (request, response) => {
      answer(request)
        .catch((error: unknown) => {
          options.onError(error)
          return says(500, 'the witness failed')
        })
        .then(
          (reply) => send(request, response, reply),
          (error: unknown) => options.onError(error),
        )
    },
  )
}

async function addCheckpoint(witness: Witness, request: IncomingMessage): Promise<Reply> {
  if (request.method !== 'POST') return { ...says(405, 'use POST'), headers: { allow: 'POST' } }
  const bytes = await readBody(request)
  if (bytes === undefined) return says(413, `the body is longer than ${BODY_BYTES_MAX} bytes`)
  try {
    return await witness.addCheckpoint(new TextDecoder('utf-8', READ_ALL).decode(bytes))
  } catch (error) {
    if (error instanceof TypeError) return says(400, 'the body is not UTF-8')
    throw error
  }
}

/** A byte order mark is a byte like another: it does not belong here, and must not be dropped. */
const READ_ALL = { fatal: true, ignoreBOM: true }

/** Undefined for a body that is too long; what is beyond the bound is not read. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_BYTES_MAX) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const says = (status: number, why: string): Reply => ({ status, type: PLAIN, body: `${why}\n` })

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const { status, type, body, headers } = reply
  // What was not read to its end cannot be followed by another request.
  const close = request.complete ? {} : { connection: 'close' }
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...headers,
    ...close,
  })
  response.end(body)
}
