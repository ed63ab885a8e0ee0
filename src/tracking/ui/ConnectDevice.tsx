/** Where and how a device connects, by JT/T 808 and by MQTT; with a number, as that device is to be set up. */
import { trackingApi, type TrackerWays } from '#tracking/contract.ts'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { useTexts } from '#web/i18n.ts'
import { useAsk } from '#web/queries.ts'
import { trackerTexts } from './tracker-texts.ts'

const EXAMPLE = `{"time":"2026-05-01T08:30:00+08:00","latitude":44.2,"longitude":80.41,"batteryPercent":81}`

export function ConnectDevice({ phone }: { phone?: string }) {
  const t = useTexts(trackerTexts)
  const ways = useAsk(trackingApi.ways).data
  if (ways === undefined) return null
  const own = phone ?? `‹${t('phone')}›`
  const host = globalThis.location.hostname
  return (
    <div className="stack connect">
      <KeyValue
        items={[
          { label: `JT/T 808 · ${t('address')}`, value: `${host}:${ways.jt808Port}` },
          { label: `MQTT · ${t('address')}`, value: <MqttAddress ways={ways} host={host} /> },
        ]}
      />
      {ways.mqtt !== null && (
        <KeyValue
          items={[
            ...(ways.mqtt.broker === null
              ? [
                  { label: t('user'), value: <code>{own}</code> },
                  { label: t('password'), value: t('itsCode') },
                ]
              : [{ label: `${t('user')} · ${t('password')}`, value: t('atBroker') }]),
            { label: t('reports'), value: <code>landbridge/{own}/fixes</code>, wide: true },
            { label: t('orders'), value: <code>landbridge/{own}/commands</code>, wide: true },
            { label: t('example'), value: <code className="payload">{EXAMPLE}</code>, wide: true },
            ...(ways.mqtt.broker === null
              ? [
                  {
                    label: t('tryIt'),
                    value: <code className="payload">{tryCommand(ways.mqtt, host, own)}</code>,
                    wide: true,
                  },
                ]
              : []),
          ]}
        />
      )}
    </div>
  )
}

/** As it is typed into a terminal, but for the code; docs/mqtt.md. */
function tryCommand(
  { tlsPort, plainPort, plainHost }: NonNullable<TrackerWays['mqtt']>,
  host: string,
  own: string,
): string {
  const where =
    tlsPort === null
      ? `-h ${reachedBy(plainHost, host)} -p ${plainPort}`
      : `-h ${host} -p ${tlsPort} --capath /etc/ssl/certs`
  return `mosquitto_pub ${where} -q 1 -u ${own} -P … -t landbridge/${own}/fixes -m '${EXAMPLE}'`
}

function MqttAddress({ ways: { mqtt }, host }: { ways: TrackerWays; host: string }) {
  const t = useTexts(trackerTexts)
  if (mqtt === null) return <span className="soft">{t('mqttOff')}</span>
  const { tlsPort, plainPort, plainHost, broker } = mqtt
  return (
    <span className="stack">
      {tlsPort !== null && <span>{t('withTls', { address: `${host}:${tlsPort}` })}</span>}
      {plainPort !== null && (
        <span>{t('noTls', { address: `${reachedBy(plainHost, host)}:${plainPort}` })}</span>
      )}
      {broker !== null && <span>{broker}</span>}
    </span>
  )
}

/** All interfaces are reached by the name that people know; one alone only by its own. */
const reachedBy = (listening: string | null, host: string): string =>
  listening === null || listening === '0.0.0.0' || listening === '::' ? host : listening
