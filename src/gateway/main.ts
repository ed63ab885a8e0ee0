/**
 * The gateway process: hostile sockets on one side, PostgreSQL as the role `landbridge_gateway` on the other, and nothing
 * else. `src/tracking/gateway-process.ts` starts it without the rights to read a file of secrets; it ends when its parent does.
 *
 * Settings: DATABASE_URL, TRACKER_HOST, TRACKER_PORT, TRACKER_UNKNOWN, TRACKER_SHARED (several of these processes on one port), and
 * those of MQTT (`platform/mqtt-config.ts`).
 */
import { readFileSync } from 'node:fs'
import { openDatabase } from '#platform/database.ts'
import { giveBackSoon } from '#platform/give-back.ts'
import { readMqtt, type MqttConfig } from '#platform/mqtt-config.ts'
import { createCommandDesk, createMessageStore } from '#tracking/command-desk.ts'
import { createDeviceDirectory, createFixStore, createQuarantine } from '#tracking/gateway-store.ts'
import type { MqttOptions } from '#gateway/mqtt-server.ts'
import { asGatewayRole } from '#gateway/role.ts'
import { startGateway, type Gateway } from '#gateway/server.ts'

const CONNECTIONS_MAX = 4

async function main(): Promise<void> {
  const { DATABASE_URL, TRACKER_HOST = '0.0.0.0', TRACKER_PORT = '8808' } = process.env
  const { TRACKER_UNKNOWN, TRACKER_SHARED } = process.env
  const mqtt = readMqtt(process.env)
  if (DATABASE_URL === undefined || DATABASE_URL === '') throw new Error('DATABASE_URL is not set')
  const { url, isRestricted } = await asGatewayRole(DATABASE_URL)
  if (!isRestricted) say('the role landbridge_gateway cannot be used; working as the database user')
  const database = openDatabase(url, CONNECTIONS_MAX)
  const gateway = await startGateway({
    host: TRACKER_HOST,
    port: Number(TRACKER_PORT),
    directory: createDeviceDirectory(database),
    store: createFixStore(database),
    quarantine: createQuarantine(database),
    messages: createMessageStore(database),
    desk: createCommandDesk(database),
    isShared: TRACKER_SHARED === 'on',
    ...(mqtt && { mqtt: mqttOptions(mqtt, TRACKER_HOST) }),
    say,
    limits: { strangers: TRACKER_UNKNOWN === 'refuse' ? 'refuse' : 'quarantine' },
    fault: (reason) => say(`fault: ${reason instanceof Error ? reason.message : String(reason)}`),
  })
  say(`listening on ${TRACKER_HOST}:${gateway.port}`)
  const { tls, plain } = gateway.mqttPorts
  if (tls !== undefined) say(`MQTT with TLS on ${TRACKER_HOST}:${tls}`)
  if (plain !== undefined) say(`MQTT without TLS on ${mqtt!.plain!.host}:${plain}`)
  process.send?.({ listening: gateway.port, mqtt: gateway.mqttPorts } satisfies Listening)
  endWith(gateway)
  giveBackSoon()
}

/** What the parent is told once. */
export interface Listening {
  readonly listening: number
  readonly mqtt: Gateway['mqttPorts']
}

function mqttOptions({ tls, plain, outside }: MqttConfig, host: string): MqttOptions {
  return {
    ...(tls && { tls: { host, ...tls } }),
    ...(plain && { plain }),
    ...(outside && {
      outside: {
        url: outside.url,
        clientId: outside.clientId,
        ...(outside.caFile !== undefined && { ca: readFileSync(outside.caFile, 'utf8') }),
        ...(outside.share !== undefined && { share: outside.share }),
      },
    }),
  }
}

/** Ends on request after the commits under way are answered; at once when the parent is gone: nobody would restart us. */
function endWith(gateway: Gateway): void {
  let isEnding = false
  const end = (): void => {
    if (isEnding) return
    isEnding = true
    void gateway.close().finally(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('disconnect', end)
}

function say(line: string): void {
  process.stdout.write(`gateway: ${line}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`gateway: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
