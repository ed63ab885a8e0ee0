/** The map for screens of the app: fetched when first shown, in the reader's language, with words where it cannot be drawn. */
import { lazy, Suspense, useState, type ComponentProps } from 'react'
import type { MapView as DrawnView } from './MapView.tsx'
import { loadTiles } from './tiles.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'

/** With the tiles of this installation: known before the map is made. */
const MapView = lazy(async () => {
  const [{ MapView: Drawn }, tiles] = await Promise.all([import('./MapView.tsx'), loadTiles()])
  return { default: (props: DrawnProps) => <Drawn {...props} tiles={tiles} /> }
})

type DrawnProps = Omit<ComponentProps<typeof DrawnView>, 'tiles'>

const texts = defineTexts({
  loading: { zh: '地图加载中…', en: 'The map is loading…', ru: 'Карта загружается…' },
  missing: {
    zh: '此设备无法显示地图（需要 WebGL），位置见列表。',
    en: 'This device cannot draw the map (WebGL is needed); the list says where everything is.',
    ru: 'Это устройство не может показать карту (нужен WebGL); места указаны в списке.',
  },
})

type LazyMapProps = Omit<DrawnProps, 'locale' | 'onFailed'>

export function LazyMap(props: LazyMapProps) {
  const t = useTexts(texts)
  const { locale } = useLocale()
  const [failed, setFailed] = useState(false)
  if (failed) return <p className="map-words">{t('missing')}</p>
  return (
    <Suspense fallback={<p className="map-words">{t('loading')}</p>}>
      <MapView {...props} locale={locale} onFailed={() => setFailed(true)} />
    </Suspense>
  )
}
