/** What somebody without an account sees by a link: where the containers are, their way, their milestones, when they are expected. */
import { Alert, Spin } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useParams } from 'react-router'
import type { SharedContainer } from '#journey/share-contract.ts'
import { latenessOf } from '#kernel/lateness.ts'
import { LocaleSwitch } from '#web/layout/LocaleSwitch.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ContainerNumber, LocalTime } from '#web/kit/Values.tsx'
import { createSmallCrowd } from '#web/map/small-crowd.ts'
import { ProblemReply } from '#web/api.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { SharedList } from './SharedList.tsx'
import { SharedWayPanel } from './SharedWayPanel.tsx'
import { useShared, type Looking } from './use-shared.ts'
import { ReplayBar } from '../map/ReplayBar.tsx'
import { useReplay } from '../map/use-replay.ts'
import { WayMap } from '../map/WayMap.tsx'
import { useSharedWay } from './use-shared-way.ts'
import '../map/map-screen.css'
import './share.css'

const texts = defineTexts({
  motto: {
    zh: '集装箱实时位置',
    en: 'Where the container is now',
    ru: 'Где контейнер сейчас',
  },
  containers: {
    zh: '{count} 个集装箱',
    en: ['{count} container', '{count} containers'],
    ru: ['{count} контейнер', '{count} контейнера', '{count} контейнеров'],
  },
  unnumbered: { zh: '尚未分配箱号', en: 'No number yet', ru: 'Номер ещё не присвоен' },
  by: {
    zh: '由{name}分享，有效期至',
    en: 'Shared by {name}, until',
    ru: 'Поделилась организация {name}, до',
  },
  opening: { zh: '正在打开', en: 'Opening', ru: 'Открывается' },
  map: {
    zh: '集装箱位置与路线地图',
    en: 'Map of places and ways',
    ru: 'Карта мест и пути',
  },
  live: { zh: '实时更新', en: 'Live', ru: 'Онлайн' },
  lost: {
    zh: '连接中断，正在重连',
    en: 'Connection lost, reconnecting',
    ru: 'Связь потеряна, переподключение',
  },
  over: { zh: '链接已失效', en: 'This link is over', ru: 'Ссылка больше не действует' },
  failed: { zh: '暂时无法打开', en: 'It cannot be opened now', ru: 'Сейчас открыть нельзя' },
})

const TONES = { on_time: 0, unknown: 0, late: 1, yellow: 2, red: 3 } as const

export function SharedScreen() {
  const t = useTexts(texts)
  const { token = '' } = useParams()
  const looking = useShared(token)
  return (
    <div className="shared">
      <meta name="robots" content="noindex, nofollow" />
      <header className="shared-header">
        <span className="brand">
          <img src="/mark.svg" alt="" width={30} height={30} />
          <span>
            <span className="brand-name">landbridge</span>
            <span className="brand-motto">{t('motto')}</span>
          </span>
        </span>
        <LocaleSwitch />
      </header>
      <main id="main">
        {looking.state === 'opening' && <Spin description={t('opening')} fullscreen />}
        {looking.state === 'over' && <Over problem={looking.problem} />}
        {looking.state === 'open' && <Open token={token} looking={looking} />}
      </main>
    </div>
  )
}

function Over({ problem }: { readonly problem: Error }) {
  const t = useTexts(texts)
  const isOver = problem instanceof ProblemReply && problem.status === 404
  const title = t(isOver ? 'over' : 'failed')
  return (
    <>
      <title>{`${title} · landbridge`}</title>
      <h1>{title}</h1>
      <Alert type="info" showIcon role="alert" title={problem.message} />
    </>
  )
}

interface OpenProps {
  readonly token: string
  readonly looking: Extract<Looking, { state: 'open' }>
}

function Open({ token, looking: { shared, line } }: OpenProps) {
  const t = useTexts(texts)
  const { containers } = shared
  const [picked, setPicked] = useState<string>()
  const only = containers.length === 1 ? containers[0]!.containerId : undefined
  const chosen = containers.find(({ containerId }) => containerId === (picked ?? only))
  const crowd = useSharedCrowd(containers)
  const known = useSharedWay(token, chosen)
  const replay = useReplay(chosen?.containerId, known.points, known.events)
  const title =
    only === undefined
      ? t('containers', { count: containers.length })
      : (chosen?.containerNumber ?? t('unnumbered'))
  return (
    <>
      <title>{`${title} · landbridge`}</title>
      <SharedHead
        title={title}
        number={only && chosen?.containerNumber}
        shared={shared}
        line={line}
      />
      <div className="map-screen">
        <div className="map-side">
          {chosen !== undefined && (
            <SharedWayPanel
              container={chosen}
              known={known}
              replay={replay}
              {...(only === undefined && { onClose: () => setPicked(undefined) })}
            />
          )}
          {only === undefined && (
            <SharedList
              containers={containers}
              selected={chosen?.containerId}
              onSelect={setPicked}
            />
          )}
        </div>
        <div className="map-chart">
          <WayMap
            label={t('map')}
            containerId={chosen?.containerId}
            caption={chosen?.containerNumber ?? undefined}
            known={known}
            replay={replay}
            crowd={crowd}
            frame={`${containers.length}`}
            extent={chosen === undefined ? extentOf(containers) : null}
            onSelect={setPicked}
          />
          {replay !== undefined && <ReplayBar replay={replay} points={known.points} />}
        </div>
      </div>
    </>
  )
}

interface SharedHeadProps {
  readonly title: string
  /** Of the one container there is. */
  readonly number: string | null | undefined
  readonly shared: OpenProps['looking']['shared']
  readonly line: OpenProps['looking']['line']
}

function SharedHead({ title, number, shared, line }: SharedHeadProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <div className="shared-head">
      <h1>{number ? <ContainerNumber number={number} /> : title}</h1>
      <p className="soft">
        <span role="status">
          <Pill tone={line === 'live' ? 'good' : 'wait'}>{t(line)}</Pill>
        </span>{' '}
        {t('by', { name: say(shared.sharedBy) })} <LocalTime at={shared.expiresAt} />
      </p>
    </div>
  )
}

function useSharedCrowd(containers: readonly SharedContainer[]) {
  const [crowd] = useState(createSmallCrowd)
  const boxes = useMemo(
    () =>
      containers.flatMap(({ containerId: id, fix, lateMinutes }) =>
        fix === null
          ? []
          : [
              {
                id,
                lat: fix[0],
                lon: fix[1],
                heardAt: fix[2] * 1000,
                listed: fix[5] !== 'gps',
                tone: TONES[latenessOf(lateMinutes)],
              },
            ],
      ),
    [containers],
  )
  useEffect(() => crowd.show(boxes), [crowd, boxes])
  return crowd
}

function extentOf(containers: readonly SharedContainer[]): readonly number[] | null {
  const fixes = containers.flatMap(({ fix }) => (fix === null ? [] : [fix]))
  if (fixes.length === 0) return null
  const [lats, lons] = [fixes.map(([lat]) => lat), fixes.map(([, lon]) => lon)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}
