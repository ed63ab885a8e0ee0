/** Under a container's statements: is the route on the map the one that was entered into the ledger? Checked here, said in words. */
import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { ContainerId } from '#booking/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import type { CheckedRoute } from './check-route.ts'
import { routeTexts } from './route-texts.ts'

type Asked =
  | { readonly state: 'not asked' | 'checking' }
  | { readonly state: 'failed'; readonly error: Error }
  | CheckedRoute

export function RouteCheck({ containerId }: { readonly containerId: ContainerId }) {
  const t = useTexts(routeTexts)
  const [asked, setAsked] = useState<Asked>({ state: 'not asked' })
  const ask = async () => {
    setAsked({ state: 'checking' })
    try {
      const { checkRoute } = await import('./check-route.ts')
      setAsked(await checkRoute(containerId))
    } catch (error) {
      setAsked({ state: 'failed', error: error as Error })
    }
  }
  const isDone = asked.state === 'judged' || asked.state === 'refused'
  return (
    <section className="below" aria-labelledby="route-check-head">
      <h3 className="panel-sub" id="route-check-head">
        {t('head')}
      </h3>
      <p className="soft">{t('about')}</p>
      <div className="row">
        <Button
          icon={<SafetyCertificateOutlined />}
          loading={asked.state === 'checking'}
          onClick={() => void ask()}
        >
          {isDone ? t('again') : t('check')}
        </Button>
        {isDone && (
          <Button icon={<DownloadOutlined />} href={paths.routeProof(containerId)} download>
            {t('file')}
          </Button>
        )}
      </div>
      <div aria-live="polite" className="below">
        {asked.state === 'failed' && <ProblemAlert problem={asked.error} />}
        {isDone && <Judgement checked={asked} />}
      </div>
    </section>
  )
}

function Judgement({ checked }: { readonly checked: CheckedRoute }) {
  const t = useTexts(routeTexts)
  const { say } = useLocale()
  if (checked.state === 'refused') {
    const { text, facts, code } = checked.problem
    return (
      <Alert
        className="problem"
        type="error"
        showIcon
        role="alert"
        title={t('refused')}
        description={`${say(text, facts)} (${code})`}
      />
    )
  }
  const { differing, missing } = checked.compared
  const isSame = differing.length === 0 && missing.length === 0
  return (
    <Alert
      className="problem"
      type={isSame ? 'success' : 'error'}
      showIcon
      role={isSame ? 'status' : 'alert'}
      title={isSame ? t('holds') : t('differs')}
      description={<Words checked={checked} />}
    />
  )
}

function Words({ checked }: { readonly checked: CheckedRoute & { readonly state: 'judged' } }) {
  const t = useTexts(routeTexts)
  const { route, compared } = checked
  const { ledger, hours } = route
  const { proven, differing, missing, notEntered, listed } = compared
  const fixes = hours.reduce((sum, hour) => sum + hour.fixes.length, 0)
  const entries = new Set(hours.map(({ index }) => index)).size
  const names = ledger.witnesses.map(({ name }) => name).join(', ')
  return (
    <>
      {differing.length > 0 && <Point name="differing" times={differing} />}
      {missing.length > 0 && <Point name="missing" times={missing} />}
      <h4>{t('checked')}</h4>
      <ul>
        <li>{t('signature', { origin: ledger.origin, size: ledger.size })}</li>
        {names !== '' && <li>{t('witnesses', { names })}</li>}
        <li>{t('entries', { entries })}</li>
        <li>
          {t('hours', {
            from: hourOf(hours[0]!.hour),
            to: hourOf(hours.at(-1)!.hour),
            hours: hours.length,
            fixes,
          })}
        </li>
        <li>{t('proven', { points: proven })}</li>
      </ul>
      <h4>{t('untold')}</h4>
      <ul>
        {notEntered > 0 && <li>{t('notEntered', { points: notEntered })}</li>}
        {listed > 0 && <li>{t('listed', { points: listed })}</li>}
        <li>{t('receiver')}</li>
        <li className="breakable">{t('key', { vkey: ledger.vkey })}</li>
      </ul>
    </>
  )
}

/** The ledger's own hours are those of UTC. */
const hourOf = (hour: string): string => `${hour.slice(0, 10)} ${hour.slice(11, 16)} UTC`

function Point({
  name,
  times,
}: {
  readonly name: 'differing' | 'missing'
  readonly times: readonly string[]
}) {
  const t = useTexts(routeTexts)
  const [before = '', after = ''] = t(name, { points: times.length, at: '\u0000' }).split('\u0000')
  return (
    <p>
      {before}
      <LocalTime at={times[0]!} />
      {after}
    </p>
  )
}
