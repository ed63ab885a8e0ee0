/** Settings of MQTT: read from the environment by the server, written into that of the gateway, and read there in the same way. */
import { resolve } from 'node:path'
import { ConfigError, readPort, type Environment } from '#platform/setting.ts'

export interface MqttConfig {
  /** MQTT_PORT with MQTT_CERT_FILE and MQTT_KEY_FILE: our own listener, with TLS. */
  readonly tls:
    { readonly port: number; readonly certFile: string; readonly keyFile: string } | undefined
  /** MQTT_PLAIN_PORT: without TLS, on MQTT_PLAIN_HOST, which is this machine alone unless told so. */
  readonly plain: { readonly host: string; readonly port: number } | undefined
  /** MQTT_URL: an outside broker. */
  readonly outside: OutsideBroker | undefined
}

export interface OutsideBroker {
  /** Holds a password: never shown. */
  readonly url: string
  /** MQTT_CA_FILE: who signed its certificate, where the public authorities did not. */
  readonly caFile: string | undefined
  /** MQTT_CLIENT_ID: the broker keeps our session under it. */
  readonly clientId: string
  /** MQTT_SHARE: the group of a shared subscription, for several gateways. */
  readonly share: string | undefined
}

/** Undefined where nothing of it is set, and then nothing of it is loaded. */
export function readMqtt(env: Environment): MqttConfig | undefined {
  const config = { tls: readTls(env), plain: readPlain(env), outside: readOutside(env) }
  return config.tls || config.plain || config.outside ? config : undefined
}

function readTls(env: Environment): MqttConfig['tls'] {
  const port = readPort(env, 'MQTT_PORT')
  if (port === undefined) return undefined
  const [certFile, keyFile] = [env['MQTT_CERT_FILE'] ?? '', env['MQTT_KEY_FILE'] ?? '']
  if (certFile === '' || keyFile === '')
    throw new ConfigError(
      'MQTT_PORT needs a certificate: set MQTT_CERT_FILE and MQTT_KEY_FILE (PEM), or MQTT_PLAIN_PORT to go without TLS',
    )
  return { port, certFile: resolve(certFile), keyFile: resolve(keyFile) }
}

function readPlain(env: Environment): MqttConfig['plain'] {
  const port = readPort(env, 'MQTT_PLAIN_PORT')
  return port === undefined ? undefined : { port, host: env['MQTT_PLAIN_HOST'] || '127.0.0.1' }
}

function readOutside(env: Environment): OutsideBroker | undefined {
  const url = env['MQTT_URL']
  if (url === undefined || url === '') return undefined
  if (!URL.canParse(url) || !/^mqtts?:\/\/[^/]/.test(url))
    throw new ConfigError('MQTT_URL must be mqtt://user:password@host:1883 or mqtts://…')
  const clientId = env['MQTT_CLIENT_ID'] || 'landbridge'
  const share = env['MQTT_SHARE'] || undefined
  if (share !== undefined && !/^[\w.-]{1,40}$/.test(share))
    throw new ConfigError(`MQTT_SHARE must be a name of letters and digits, not "${share}"`)
  return {
    url,
    caFile: env['MQTT_CA_FILE'] ? resolve(env['MQTT_CA_FILE']) : undefined,
    clientId,
    share,
  }
}

/** As `readMqtt` reads it again, in another process. */
export function mqttEnvironment(config: MqttConfig | undefined): Record<string, string> {
  const { tls, plain, outside } = config ?? {}
  const settings = {
    MQTT_PORT: tls?.port.toString(),
    MQTT_CERT_FILE: tls?.certFile,
    MQTT_KEY_FILE: tls?.keyFile,
    MQTT_PLAIN_PORT: plain?.port.toString(),
    MQTT_PLAIN_HOST: plain?.host,
    MQTT_URL: outside?.url,
    MQTT_CA_FILE: outside?.caFile,
    MQTT_CLIENT_ID: outside?.clientId,
    MQTT_SHARE: outside?.share,
  }
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** What the gateway must be let read. */
export const mqttFiles = ({ tls, outside }: Partial<MqttConfig> = {}): readonly string[] =>
  [tls?.certFile, tls?.keyFile, outside?.caFile].filter((file) => file !== undefined)
