/** Frames the gateway could not take, kept so that somebody can find out why. */
import { trackingApi, type QuarantinedFrame } from '#tracking/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { useListing } from '#web/queries.ts'
import { Particulars } from './Particulars.tsx'
import { frameTexts, reasonTexts } from './quarantine-texts.ts'
import { trackerTexts } from './tracker-texts.ts'

export function QuarantinePanel() {
  const t = useTexts(trackerTexts)
  const listing = useListing(trackingApi.quarantine, { refetchEveryMs: 30_000 })
  return (
    <section className="panel below" aria-labelledby="quarantine-head">
      <h2 id="quarantine-head">{t('quarantine')}</h2>
      <p className="soft">{t('quarantineNote')}</p>
      <DataTable
        label={t('quarantine')}
        listing={listing}
        rowKey={({ receivedAt, frameHex }) => `${receivedAt} ${frameHex}`}
        empty={t('quarantineNone')}
        columns={[
          {
            title: t('receivedAt'),
            key: 'at',
            render: (_, { receivedAt }) => <LocalTime at={receivedAt} />,
          },
          { title: t('reason'), key: 'reason', render: (_, frame) => <Reason of={frame} /> },
          { title: t('from'), key: 'from', render: (_, frame) => <From of={frame} /> },
          { title: t('frame'), key: 'frame', render: (_, frame) => <Frame of={frame} /> },
        ]}
        card={(frame) => (
          <div className="stack">
            <Reason of={frame} />
            <LocalTime at={frame.receivedAt} />
            <From of={frame} />
            <Frame of={frame} />
          </div>
        )}
      />
    </section>
  )
}

function From({ of: { phone, remoteAddress } }: { of: QuarantinedFrame }) {
  const t = useTexts(trackerTexts)
  return (
    <span>
      {phone ?? t('unknownPhone')} <span className="soft">· {remoteAddress}</span>
    </span>
  )
}

function Reason({ of: { reason } }: { of: QuarantinedFrame }) {
  const t = useTexts(reasonTexts)
  // A newer gateway may know reasons that this page does not.
  return <strong>{isKnown(reason) ? t(reason) : reason}</strong>
}

const isKnown = (reason: string): reason is keyof typeof reasonTexts.keys =>
  Object.hasOwn(reasonTexts.keys, reason)

function Frame({ of: { frameHex, decoded } }: { of: QuarantinedFrame }) {
  const t = useTexts(frameTexts)
  return (
    <details>
      <summary>{t('show')}</summary>
      <code className="frame-hex">{frameHex}</code>
      <p className="soft">{t('read')}</p>
      {decoded === null ? (
        <span className="soft">{t('nothing')}</span>
      ) : (
        <Particulars of={decoded} />
      )}
    </details>
  )
}
