/** What the colours of the lines mean. */
import type { Locale, Text } from '#kernel/locale.ts'
import { PALETTES } from './palette.ts'

const KEY: Readonly<Record<'gauge1435' | 'gauge1520' | 'crossing', Text>> = {
  gauge1435: { zh: '1435 毫米', en: '1435 mm', ru: '1435 мм' },
  gauge1520: { zh: '1520 毫米', en: '1520 mm', ru: '1520 мм' },
  crossing: { zh: '口岸站', en: 'Border station', ru: 'Погранпереход' },
}

export function MapKey({ locale, dark }: { locale: Locale; dark: boolean }) {
  const palette = PALETTES[dark ? 'dark' : 'light']
  return (
    <ul className="map-key">
      <li>
        <span className="map-key-line" style={{ background: palette.gauge1435 }} />
        {KEY.gauge1435[locale]}
      </li>
      <li>
        <span className="map-key-line" style={{ background: palette.gauge1520 }} />
        {KEY.gauge1520[locale]}
      </li>
      <li>
        <span className="map-key-dot" style={{ borderColor: palette.crossing }} />
        {KEY.crossing[locale]}
      </li>
    </ul>
  )
}
