/** On a container's own screen: its line, the way it has come, where it is now as it moves, and all of that played again. */
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { ContainerView } from '#booking/contract.ts'
import { HeardAt, WhereNow } from '#tracking/ui/PositionWords.tsx'
import { useLivePosition } from '#tracking/ui/use-live-position.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { ReplayBar } from './map/ReplayBar.tsx'
import { useContainerWay } from './map/use-container-way.ts'
import { useReplay } from './map/use-replay.ts'
import { WayMap } from './map/WayMap.tsx'
import './map/map-screen.css'

const texts = defineTexts({
  title: { zh: '位置与轨迹', en: 'Position and track', ru: 'Положение и путь' },
  map: {
    zh: '该集装箱的轨迹地图',
    en: 'Map of this container’s track',
    ru: 'Карта пути контейнера',
  },
  whole: { zh: '在途地图', en: 'Whole map', ru: 'Вся карта' },
  none: {
    zh: '尚无定位数据，地图所示为已记录的作业地点。',
    en: 'No position yet: the map shows the places of its steps.',
    ru: 'Координат пока нет: на карте места записанных шагов.',
  },
})

export function ContainerTrackMap({ container }: { readonly container: ContainerView }) {
  const t = useTexts(texts)
  const { id } = container
  const position = useLivePosition(id)
  const last = useMemo(
    () =>
      position && {
        ms: Date.parse(position.deviceTime),
        lat: position.latitude,
        lon: position.longitude,
        listed: position.precision !== 'gps',
      },
    [position],
  )
  const known = useContainerWay(id, last)
  const replay = useReplay(id, known.points, known.events)
  return (
    <section className="panel" aria-labelledby="track-head">
      <div className="panel-head">
        <h2 id="track-head">{t('title')}</h2>
        <Link to={paths.map(id)}>{t('whole')}</Link>
      </div>
      <p className="stack track-words">
        {position === undefined ? (
          <span className="soft">{t('none')}</span>
        ) : (
          <>
            <WhereNow position={position} />
            <HeardAt position={position} />
          </>
        )}
      </p>
      <div className="track-map">
        <WayMap
          label={t('map')}
          containerId={id}
          known={known}
          replay={replay}
          frame={id}
          cooperative
        />
      </div>
      {replay !== undefined && <ReplayBar replay={replay} points={known.points} />}
    </section>
  )
}
