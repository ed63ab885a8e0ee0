/** On a container's own screen: its line, the way it has come, and where it is now, as it moves. */
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { ContainerView } from '#booking/contract.ts'
import { LazyMap } from '#web/map/LazyMap.tsx'
import { getStation } from '#kernel/station.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { paths } from '#web/paths.ts'
import { HeardAt, isStale, WhereNow } from './PositionWords.tsx'
import { useJourney } from './use-journey.ts'
import { useLivePositions } from './use-live-positions.ts'
import './tracking.css'

const texts = defineTexts({
  title: { zh: '位置与轨迹', en: 'Position and track', ru: 'Положение и путь' },
  map: {
    zh: '该集装箱的轨迹地图',
    en: 'Map of this container’s track',
    ru: 'Карта пути контейнера',
  },
  whole: { zh: '在途地图', en: 'Whole map', ru: 'Вся карта' },
  none: {
    zh: '尚无定位数据，地图所示为最近作业地点。',
    en: 'No position yet: the map shows the place of the last step.',
    ru: 'Координат пока нет: на карте место последнего шага.',
  },
})

export function ContainerTrackMap({ container }: { readonly container: ContainerView }) {
  const t = useTexts(texts)
  const now = useNow()
  const { id, place } = container
  const position = useLivePositions().byContainer.get(id)
  const { way, trail } = useJourney(id, position)
  const boxes = useMemo(() => {
    if (position === undefined) {
      const { lat, lon } = getStation(place)
      return [{ id, lat, lon, stale: true }]
    }
    const { latitude: lat, longitude: lon } = position
    return [{ id, lat, lon, stale: isStale(position, now) }]
  }, [id, place, position, now])
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
        <LazyMap
          label={t('map')}
          boxes={boxes}
          selected={id}
          way={way}
          trail={trail}
          frame={`${id} ${way.length} ${trail.length > 0}`}
          cooperative
        />
      </div>
    </section>
  )
}
