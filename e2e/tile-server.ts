/** A tile server for journeys: plain squares with their edges drawn, and nothing of the world on them. It remembers who asked for what. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { crc32, deflateSync } from 'node:zlib'

const SIDE_PX = 256

export interface TileServer {
  readonly origin: string
  readonly asked: readonly { readonly path: string; readonly referer: string | undefined }[]
  close(): Promise<void>
}

export async function startTiles(): Promise<TileServer> {
  const asked: { path: string; referer: string | undefined }[] = []
  const server = createServer((request, reply) => {
    asked.push({ path: request.url ?? '', referer: request.headers.referer })
    const [, x = '0', y = '0'] = /(\d+)\/(\d+)\.png$/.exec(request.url ?? '') ?? []
    reply.writeHead(200, { 'content-type': 'image/png', 'access-control-allow-origin': '*' })
    reply.end(square((Number(x) + Number(y)) % 2 === 0 ? 214 : 232))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** A PNG of one grey with a darker edge: eight bits a pixel, each line without a filter. */
function square(grey: number): Buffer {
  const lines = Buffer.alloc(SIDE_PX * (SIDE_PX + 1))
  for (let y = 0; y < SIDE_PX; y += 1)
    for (let x = 0; x < SIDE_PX; x += 1)
      lines[y * (SIDE_PX + 1) + x + 1] = x === 0 || y === 0 ? 150 : grey
  const head = Buffer.alloc(13)
  head.writeUInt32BE(SIDE_PX, 0)
  head.writeUInt32BE(SIDE_PX, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
