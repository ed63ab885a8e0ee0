/** One alert: what it is, everything that became of it, and what a person can do: see to it, mute it, with a reason that is kept. */
import { Drawer } from 'antd'
import { Link } from 'react-router'
import { alertApi, type Alert, type AlertChange } from '#alert/contract.ts'
import { alertKindTexts } from '#alert/words.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { Timeline, type TimelineEntry } from '#web/kit/Timeline.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { AlertActions } from './AlertActions.tsx'
import { AlertPills, AlertTimes, isMuted } from './AlertWords.tsx'
import { alertTexts, changeTexts } from './texts.ts'

interface AlertDrawerProps {
  readonly alertId: string
  readonly onClose: () => void
}

export function AlertDrawer({ alertId, onClose }: AlertDrawerProps) {
  const { say } = useLocale()
  const t = useTexts(alertTexts)
  const asked = useAsk(alertApi.get, { params: { alertId } })
  const title = asked.data === undefined ? t('what') : say(alertKindTexts[asked.data.alert.kind])
  return (
    <Drawer open title={title} size={520} onClose={onClose}>
      <Asked asked={asked}>
        {({ alert, changes }) => (
          <div className="stack alert-drawer">
            <AlertPills alert={alert} />
            <p className="alert-detail">{alert.detail}</p>
            <Particulars alert={alert} />
            <AlertActions alert={alert} />
            <h2>{t('history')}</h2>
            <History changes={changes} />
          </div>
        )}
      </Asked>
    </Drawer>
  )
}

function Particulars({ alert }: { alert: Alert }) {
  const t = useTexts(alertTexts)
  const now = useNow()
  const { container, train, mutedUntil } = alert
  return (
    <KeyValue
      items={[
        {
          label: t('container'),
          value: <Link to={paths.container(container.id)}>{container.name}</Link>,
        },
        {
          label: t('train'),
          value: <Link to={paths.departure(train.departureId)}>{train.number}</Link>,
        },
        { label: t('sinceUntil'), value: <AlertTimes alert={alert} />, wide: true },
        {
          label: t('mutedUntil'),
          value: isMuted(alert, now) ? <LocalTime at={mutedUntil!} /> : null,
        },
      ]}
    />
  )
}

function History({ changes }: { changes: readonly AlertChange[] }) {
  const t = useTexts(alertTexts)
  const { say } = useLocale()
  const entries = changes.toReversed().map((change, index): TimelineEntry => {
    const who = change.by === null ? null : (change.by.name ?? t('byMachine'))
    const note = change.reason === null ? change.detail : `${who}: ${change.reason}`
    return {
      key: `${changes.length - index}`,
      title: say(changeTexts[change.change]),
      when: <LocalTime at={change.at} />,
      note,
      tone: isBad(change) ? 'bad' : 'done',
    }
  })
  return <Timeline entries={entries} label={t('history')} />
}

const isBad = ({ change, severity }: AlertChange): boolean =>
  change === 'upgraded' || (change === 'opened' && severity === 'red')
