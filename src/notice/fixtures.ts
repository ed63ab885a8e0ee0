/** For tests: a webhook that posts are made for, and the other side of one, an HTTP server that keeps what it was sent and answers as it is told. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Database } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import type { WebhookId } from '#notice/contract.ts'
import { insertWebhook } from '#notice/webhook-store.ts'

/** Of these kinds, or of all; nothing is sent, what would be waits as outgoing messages. */
export function webhookFixture(
  database: Database,
  organisationId: OrganisationId,
  { now, kinds = [] }: { readonly now: Date; readonly kinds?: readonly string[] },
): Promise<WebhookId> {
  const id = randomIds(() => now)('whk') as WebhookId
  const url = 'https://erp.example.cn/hook'
  const webhook = { id, organisationId, url, kinds, sealedSecret: new Uint8Array(1) }
  return database.transact(async (tx) => (await insertWebhook(tx, webhook, now)).id)
}

export interface Received {
  readonly headers: Record<string, string>
  readonly body: string
}

export interface TestReceiver {
  readonly url: string
  readonly received: Received[]
  /** The status of the next answers; the last one stays. */
  answerWith(...statuses: number[]): void
  close(): Promise<void>
}

export async function startReceiver(): Promise<TestReceiver> {
  const received: Received[] = []
  let answers = [200]
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      received.push({ headers, body: Buffer.concat(parts).toString() })
      const status = answers.length > 1 ? answers.shift()! : answers[0]!
      reply.writeHead(status).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerWith: (...statuses) => {
      answers = statuses
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
