/** Frames the gateway could not take, kept so that somebody can find out why. */
import { trackingApi, type QuarantinedFrame } from '#tracking/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { useListing } from '#web/queries.ts'
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
          { title: t('reason'), dataIndex: 'reason' },
          { title: t('from'), key: 'from', render: (_, frame) => <From of={frame} /> },
          { title: t('frame'), key: 'frame', render: (_, frame) => <Hex of={frame} /> },
        ]}
        card={(frame) => (
          <div className="stack">
            <strong>{frame.reason}</strong>
            <LocalTime at={frame.receivedAt} />
            <From of={frame} />
            <Hex of={frame} />
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

function Hex({ of: { frameHex } }: { of: QuarantinedFrame }) {
  return <code className="frame-hex">{frameHex}</code>
}
