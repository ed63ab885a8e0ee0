/**
 * Answers in JSON. A long one is compressed in one piece, by a thread that does nothing else: as a stream it would be copied four
 * times and come by this thread every 16 kB. Shorter ones, and whoever takes no Brotli, are left to the server's own compressor.
 */
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { FastifyReply } from 'fastify'

/** Characters, or bytes: from here on the way to the other thread and back costs less than it spares. */
const LONG_MIN = 16_384
/** What the server's own compressor does, too: the best would take a hundred times as long. */
const QUALITY = 4

const compress = promisify(brotliCompress)

export async function sendJson(reply: FastifyReply, json: string | Buffer): Promise<FastifyReply> {
  reply.code(200).type('application/json; charset=utf-8')
  if (json.length < LONG_MIN || !takesBrotli(reply.request.headers)) return reply.send(json)
  const bytes = typeof json === 'string' ? Buffer.from(json) : json
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  const body = await compress(bytes, { params })
  return reply.header('content-encoding', 'br').header('vary', 'accept-encoding').send(body)
}

/** Said by name, and not with a weight of nothing (RFC 9110, section 12.5.3). */
function takesBrotli(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const { 'accept-encoding': accepted, 'x-no-compression': unwanted } = headers
  return (
    unwanted === undefined &&
    /(?:^|,)\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))|,|$)/i.test(String(accepted))
  )
}
