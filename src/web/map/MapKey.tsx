/** What the colours of lines, marks and points mean: to be unfolded where it would hide the map. */
import { useLayoutEffect, useRef } from 'react'
import type { Locale, Text } from '#kernel/locale.ts'
import { PALETTES } from './palette.ts'

const KEY = {
  title: { zh: '图例', en: 'Key', ru: 'Обозначения' },
  gauge1435: { zh: '1435 毫米', en: '1435 mm', ru: '1435 мм' },
  gauge1520: { zh: '1520 毫米', en: '1520 mm', ru: '1520 мм' },
  crossing: { zh: '口岸站', en: 'Border station', ru: 'Погранпереход' },
  onTime: { zh: '按计划', en: 'As planned', ru: 'По плану' },
  late: { zh: '晚 12 小时以上', en: '12 h late or more', ru: 'Опоздание от 12 ч' },
  yellow: { zh: '晚 3 天以上', en: '3 days late or more', ru: 'Опоздание от 3 дней' },
  red: { zh: '晚 5 天以上', en: '5 days late or more', ru: 'Опоздание от 5 дней' },
  stale: { zh: '3 小时无定位', en: 'Silent for 3 h', ru: 'Нет связи 3 ч' },
  listed: { zh: '据清单，非定位', en: 'From a list', ru: 'По списку' },
  said: { zh: '人工记录', en: 'Recorded', ru: 'Записано' },
  seen: { zh: '定位终端所见', en: 'Seen by the tracker', ru: 'Замечено трекером' },
  lifted: { zh: '换装', en: 'Transshipment', ru: 'Перегрузка' },
  between: { zh: '未收到定位的路段', en: 'Not seen in between', ru: 'Без данных трекера' },
} as const satisfies Readonly<Record<string, Text>>

/** A map that is narrower is a phone's, or one beside something else. */
const ROOMY_PX = 560

interface MapKeyProps {
  readonly locale: Locale
  readonly dark: boolean
  /** A crowd is coloured by its delay. */
  readonly delays: boolean
  readonly milestones: boolean
}

/** Open where it hides little: as the reader leaves it, until the map becomes wide or narrow, as on a phone that is turned. */
function useFolding() {
  const folded = useRef<HTMLDetailsElement>(null)
  useLayoutEffect(() => {
    const key = folded.current!
    const frame = key.parentElement!
    let wasRoomy: boolean | undefined
    const decide = () => {
      const isRoomy = frame.clientWidth >= ROOMY_PX
      if (isRoomy !== wasRoomy) key.open = isRoomy
      wasRoomy = isRoomy
    }
    decide()
    const watch = new ResizeObserver(decide)
    watch.observe(frame)
    return () => watch.disconnect()
  }, [])
  return folded
}

export function MapKey({ locale, dark, delays, milestones }: MapKeyProps) {
  const folded = useFolding()
  const palette = PALETTES[dark ? 'dark' : 'light']
  const line = (word: keyof typeof KEY, background: string, className = '') => (
    <li>
      <span className={`map-key-line ${className}`} style={{ background }} />
      {KEY[word][locale]}
    </li>
  )
  const dot = (word: keyof typeof KEY, background: string) => (
    <li>
      <span className="map-key-dot" style={{ background, borderColor: '#fff' }} />
      {KEY[word][locale]}
    </li>
  )
  const ring = (word: keyof typeof KEY, borderColor: string) => (
    <li>
      <span className="map-key-dot" style={{ borderColor }} />
      {KEY[word][locale]}
    </li>
  )
  return (
    <details ref={folded} className="map-key">
      <summary>{KEY.title[locale]}</summary>
      <ul>
        {line('gauge1435', palette.gauge1435)}
        {line('gauge1520', palette.gauge1520)}
        {ring('crossing', palette.crossing)}
        {delays && !milestones && (
          <>
            {dot('onTime', palette.tones[0])}
            {dot('late', palette.tones[1])}
            {dot('yellow', palette.tones[2])}
            {dot('red', palette.tones[3])}
            {dot('stale', palette.stale)}
            {ring('listed', palette.tones[0])}
          </>
        )}
        {milestones && (
          <>
            {dot('said', palette.milestones.said)}
            {dot('seen', palette.milestones.seen)}
            {dot('lifted', palette.milestones.lifted)}
            {ring('listed', palette.box)}
            {line('between', palette.box, 'map-key-between')}
          </>
        )}
      </ul>
    </details>
  )
}
