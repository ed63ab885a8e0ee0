/** MapLibre's own words in our languages, by its keys. */
import type { Locale, Text } from '#kernel/locale.ts'

const WORDS = {
  'NavigationControl.ZoomIn': { zh: '放大', en: 'Zoom in', ru: 'Приблизить' },
  'NavigationControl.ZoomOut': { zh: '缩小', en: 'Zoom out', ru: 'Отдалить' },
  'AttributionControl.ToggleAttribution': { zh: '地图来源', en: 'Sources', ru: 'Источники' },
  'CooperativeGesturesHandler.WindowsHelpText': {
    zh: '按住 Ctrl 并滚动可缩放地图',
    en: 'Hold Ctrl and scroll to zoom the map',
    ru: 'Удерживайте Ctrl и прокручивайте, чтобы изменить масштаб',
  },
  'CooperativeGesturesHandler.MacHelpText': {
    zh: '按住 ⌘ 并滚动可缩放地图',
    en: 'Hold ⌘ and scroll to zoom the map',
    ru: 'Удерживайте ⌘ и прокручивайте, чтобы изменить масштаб',
  },
  'CooperativeGesturesHandler.MobileHelpText': {
    zh: '用两根手指移动地图',
    en: 'Move the map with two fingers',
    ru: 'Двигайте карту двумя пальцами',
  },
} as const satisfies Readonly<Record<string, Text>>

export function mapWords(locale: Locale): Record<string, string> {
  return Object.fromEntries(Object.entries(WORDS).map(([key, text]) => [key, text[locale]]))
}
