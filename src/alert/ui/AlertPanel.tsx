/** Alerts on a container's own screen, open ones first, and what temperature its cargo bears. */
import { Button } from 'antd'
import { useState } from 'react'
import type { ContainerView } from '#booking/contract.ts'
import { alertApi, type Alert } from '#alert/contract.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { useTexts } from '#web/i18n.ts'
import { useAsk } from '#web/queries.ts'
import { AlertDrawer } from './AlertDrawer.tsx'
import { AlertPills, AlertTimes, AlertWhat } from './AlertWords.tsx'
import { RangeLine } from './RangeLine.tsx'
import { alertTexts } from './texts.ts'
import './alert.css'

const REFETCH_MS = 15_000
const SHOWN = 4

export function AlertPanel({ container }: { container: ContainerView }) {
  const t = useTexts(alertTexts)
  const [shown, setShown] = useState<string>()
  const [all, setAll] = useState(false)
  const { data } = useAsk(alertApi.ofContainer, {
    params: { containerId: container.id },
    refetchEveryMs: REFETCH_MS,
  })
  if (data === undefined) return null
  const open = data.items.filter(({ closedAt }) => closedAt === null)
  const items = all ? data.items : data.items.slice(0, Math.max(SHOWN, open.length))
  return (
    <section className="panel" aria-labelledby="alerts-panel">
      <h2 id="alerts-panel">{t('title')}</h2>
      {data.items.length === 0 && <EmptyState title={t('none')} />}
      <ul className="alert-list">
        {items.map((alert) => (
          <AlertItem key={alert.id} alert={alert} onOpen={() => setShown(alert.id)} />
        ))}
      </ul>
      {data.items.length > items.length && (
        <Button block onClick={() => setAll(true)}>
          {t('showAll')}
        </Button>
      )}
      <RangeLine container={container} range={data.range} />
      {shown !== undefined && <AlertDrawer alertId={shown} onClose={() => setShown(undefined)} />}
    </section>
  )
}

function AlertItem({ alert, onOpen }: { alert: Alert; onOpen: () => void }) {
  const t = useTexts(alertTexts)
  return (
    <li className={alert.closedAt === null ? `alert-item alert-${alert.severity}` : 'alert-item'}>
      <div className="card-row">
        <AlertPills alert={alert} />
        <Button type="link" onClick={onOpen}>
          {t('details')}
        </Button>
      </div>
      <AlertWhat alert={alert} />
      <span className="soft">
        <AlertTimes alert={alert} />
      </span>
    </li>
  )
}
