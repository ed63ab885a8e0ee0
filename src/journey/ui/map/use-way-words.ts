/** The words of what happened on a container's way, for its list and for the points on the map. */
import { useCallback } from 'react'
import { eventTexts } from '#booking/words.ts'
import { getStation, nearestStation, type StationCode } from '#kernel/station.ts'
import { seenTexts } from '#journey/words.ts'
import { formatMoment } from '#web/formats.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import type { TimedPosition } from '#web/map/replay.ts'
import type { WayEvent } from './way-events.ts'

const texts = defineTexts({
  tracker: { zh: '{what}（定位终端）', en: '{what} (tracker)', ru: '{what} (трекер)' },
  list: { zh: '{what}（代理清单）', en: '{what} (list)', ru: '{what} (список)' },
  wagons: {
    zh: '{from} → {to}',
    en: 'wagon {from} → {to}',
    ru: 'вагон {from} → {to}',
  },
  sealAgrees: { zh: '铅封一致', en: 'seal agrees', ru: 'пломба совпадает' },
  sealDiffers: { zh: '铅封不符', en: 'seal does not agree', ru: 'пломба не совпадает' },
  listed: { zh: '据清单', en: 'from a list', ru: 'по списку' },
  damage: { zh: '破损：{damage}', en: 'damage: {damage}', ru: 'повреждения: {damage}' },
})

export interface WayWords {
  readonly title: (event: WayEvent) => string
  /** Of a hand-over: wagons, seal, damage. */
  readonly note: (event: WayEvent) => string
  /** With its time on the station's clock. */
  readonly line: (event: WayEvent) => string
  readonly nameOf: (station: StationCode) => string
  /** Of a place that stood in a list: near which station, and when. */
  readonly listed: (position: TimedPosition) => readonly string[]
}

export function useWayWords(): WayWords {
  const t = useTexts(texts)
  const { say } = useLocale()
  const title = useCallback(
    (event: WayEvent) =>
      event.kind === 'seen'
        ? t(event.source, { what: say(seenTexts[event.seen]) })
        : say(eventTexts[event.event]),
    [t, say],
  )
  const note = useCallback(
    (event: WayEvent) => {
      const handOver = event.kind === 'seen' ? undefined : event.handOver
      if (handOver === undefined) return ''
      const { oldWagonNumber: from, newWagonNumber: to, sealAgrees, damage } = handOver
      return [
        t('wagons', { from, to }),
        ...(sealAgrees === null ? [] : [t(sealAgrees ? 'sealAgrees' : 'sealDiffers')]),
        ...(damage === null ? [] : [t('damage', { damage })]),
      ].join(' · ')
    },
    [t],
  )
  const nameOf = useCallback((code: StationCode) => say(getStation(code).name), [say])
  const line = useCallback(
    (event: WayEvent) => {
      const { timeZone } = getStation(event.station)
      const when = formatMoment(new Date(event.ms).toISOString(), timeZone)
      return [`${when} ${title(event)}`, note(event)].filter((word) => word !== '').join(' · ')
    },
    [title, note],
  )
  const listed = useCallback(
    (position: TimedPosition) => {
      const { station } = nearestStation(position)
      const when = formatMoment(new Date(position.ms).toISOString(), station.timeZone)
      return [say(station.city), `${when} · ${t('listed')}`]
    },
    [say, t],
  )
  return { title, note, line, nameOf, listed }
}
