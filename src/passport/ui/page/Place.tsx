/** Where the container was last, to the city: in words at once, on a map as soon as the map is there. */
import { useEffect, useRef, useState } from 'react'
import type { PublicPassport } from '#passport/contract.ts'
import { Moment } from './Moment.tsx'
import { useReader } from './reader.ts'

type Module = typeof import('./PlaceMap.tsx')

export function Place({ passport }: { passport: PublicPassport }) {
  const { t, say } = useReader()
  const { map, setMap, frame } = useMapModule()
  // A plan is of a place where the container need not be.
  const last = passport.milestones.findLast(
    ({ event }) => event !== 'carriage_planned' && event !== 'carriage_withdrawn',
  )
  const place = passport.lastPlace ?? (last && { ...last.place, at: last.at })
  if (place === undefined) return null
  return (
    <section className="card place" aria-labelledby="place-head">
      <div className="place-words">
        <h2 id="place-head" className="overline">
          {t('place')}
        </h2>
        <p className="place-city">{say(place.city)}</p>
        <p className="place-when">
          <Moment at={place.at} />
        </p>
        <p className="note">{t(passport.lastPlace ? 'placeByTracker' : 'placeByStatement')}</p>
      </div>
      <div className="place-map" ref={frame}>
        {map === 'failed' && <p className="note">{t('mapMissing')}</p>}
        {map === 'loading' && <p className="note">{t('mapLoading')}</p>}
        {typeof map === 'object' && (
          <map.PlaceMap
            label={t('mapLabel')}
            place={place}
            stops={passport.service?.stops.map(({ code }) => code) ?? []}
            onFailed={() => setMap('failed')}
          />
        )}
      </div>
    </section>
  )
}

/** The map weighs more than all the rest: it is fetched when its place comes into sight, and never before the words. */
function useMapModule() {
  const [map, setMap] = useState<Module | 'loading' | 'failed'>('loading')
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (frame.current === null) return
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        watch.disconnect()
        void import('./PlaceMap.tsx').then(setMap, () => setMap('failed'))
      },
      { rootMargin: '240px' },
    )
    watch.observe(frame.current)
    return () => watch.disconnect()
  }, [])
  return { map, setMap, frame }
}
