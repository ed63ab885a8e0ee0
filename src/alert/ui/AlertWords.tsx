/** Parts of alerts that several screens show: how bad, what it is, whether somebody sees to it. */
import type { Alert } from '#alert/contract.ts'
import { alertKindTexts, closedForTexts, severityTexts } from '#alert/words.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { alertTexts } from './texts.ts'

export function AlertPills({ alert }: { alert: Alert }) {
  const t = useTexts(alertTexts)
  const { say } = useLocale()
  const now = useNow()
  const isOpen = alert.closedAt === null
  const tone = alert.severity === 'red' ? 'bad' : 'wait'
  return (
    <span className="alert-pills">
      <Pill tone={isOpen ? tone : 'plain'}>{say(severityTexts[alert.severity])}</Pill>
      {!isOpen && <Pill tone="good">{t('isClosed')}</Pill>}
      {isOpen && alert.acknowledgedAt !== null && <Pill tone="info">{t('acknowledged')}</Pill>}
      {isOpen && isMuted(alert, now) && <Pill>{t('muted')}</Pill>}
    </span>
  )
}

export function isMuted({ mutedUntil }: Alert, now: Date): boolean {
  return mutedUntil !== null && Date.parse(mutedUntil) > now.getTime()
}

export function AlertWhat({ alert }: { alert: Alert }) {
  const { say } = useLocale()
  return (
    <span>
      <strong>{say(alertKindTexts[alert.kind])}</strong>
      <br />
      {alert.detail}
      {alert.closedFor !== null && alert.closedFor !== 'ended' && (
        <span className="soft"> · {say(closedForTexts[alert.closedFor])}</span>
      )}
    </span>
  )
}

export function AlertTimes({ alert }: { alert: Alert }) {
  return (
    <span className="alert-times">
      <LocalTime at={alert.sinceAt} />
      {alert.endedAt !== null && (
        <>
          {' – '}
          <LocalTime at={alert.endedAt} />
        </>
      )}
    </span>
  )
}
