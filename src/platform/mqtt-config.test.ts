import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mqttEnvironment, mqttFiles, readMqtt } from '#platform/mqtt-config.ts'

const ALL = {
  MQTT_PORT: '8883',
  MQTT_CERT_FILE: '/etc/landbridge/cert.pem',
  MQTT_KEY_FILE: '/etc/landbridge/key.pem',
  MQTT_PLAIN_PORT: '1883',
  MQTT_PLAIN_HOST: '10.0.0.1',
  MQTT_URL: 'mqtts://landbridge:p%40ss@broker.example:8883',
  MQTT_CA_FILE: '/etc/landbridge/ca.pem',
  MQTT_CLIENT_ID: 'landbridge-1',
  MQTT_SHARE: 'landbridge',
}

test('what the server reads, the gateway reads again', () => {
  assert.equal(readMqtt({}), undefined)
  assert.deepEqual(mqttEnvironment(undefined), {})
  assert.deepEqual(mqttEnvironment(readMqtt(ALL)), ALL)
  assert.deepEqual(mqttFiles(readMqtt(ALL)), [
    ALL.MQTT_CERT_FILE,
    ALL.MQTT_KEY_FILE,
    ALL.MQTT_CA_FILE,
  ])
})

test('without TLS it listens on this machine alone, unless told so', () => {
  assert.deepEqual(readMqtt({ MQTT_PLAIN_PORT: '1883' })?.plain, { host: '127.0.0.1', port: 1883 })
})

test('a setting that cannot be used is told in one line, and never with the password', () => {
  const refuses = (env: Record<string, string>, why: RegExp) =>
    assert.throws(() => readMqtt(env), why)
  refuses({ MQTT_PORT: '8883' }, /MQTT_CERT_FILE/)
  refuses({ MQTT_PORT: 'x' }, /MQTT_PORT must be a port/)
  refuses({ MQTT_PLAIN_PORT: '70000' }, /MQTT_PLAIN_PORT must be a port/)
  refuses(
    { MQTT_URL: 'http://user:pass@host' },
    /^ConfigError: MQTT_URL must be mqtt:\/\/user:password@/,
  )
  refuses({ MQTT_URL: 'mqtt://host', MQTT_SHARE: 'a/b' }, /MQTT_SHARE/)
})
