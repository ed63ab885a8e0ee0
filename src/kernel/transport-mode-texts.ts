/** The words of the modes of transport, apart from their schema: the public page loads no schemas before it is read. */
import type { Text } from '#kernel/locale.ts'
import type { TransportMode } from '#kernel/transport-mode.ts'

export const transportModeTexts: Readonly<Record<TransportMode, Text>> = {
  sea: { zh: '海运', en: 'Sea', ru: 'Море' },
  rail: { zh: '铁路', en: 'Rail', ru: 'Ж/д' },
  road: { zh: '公路', en: 'Road', ru: 'Авто' },
  air: { zh: '空运', en: 'Air', ru: 'Авиа' },
  inland_water: { zh: '内河', en: 'Inland waterway', ru: 'Внутренние воды' },
}
