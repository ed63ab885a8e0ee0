/**
 * The four corridors, each known by the crossings it goes over: west by Alashankou or Khorgos, middle by Erenhot, east by Manzhouli,
 * Suifenhe or Tongjiang, south over the Caspian from Aktau, whatever crossing it left China by.
 */
import { z } from 'zod'
import type { Text } from '#kernel/locale.ts'

export const CorridorName = z.enum(['west', 'middle', 'east', 'south'])
export type CorridorName = z.infer<typeof CorridorName>

export const corridorTexts: Readonly<Record<CorridorName, Text>> = {
  west: { zh: '西通道', en: 'West corridor', ru: 'Западный коридор' },
  middle: { zh: '中通道', en: 'Middle corridor', ru: 'Центральный коридор' },
  east: { zh: '东通道', en: 'East corridor', ru: 'Восточный коридор' },
  south: { zh: '南通道', en: 'South corridor', ru: 'Южный коридор' },
}

const CASPIAN = ['KZ-AKTAU', 'AZ-ALAT']
const CROSSINGS: Readonly<Record<Exclude<CorridorName, 'south'>, readonly string[]>> = {
  west: ['CN-ALASHANKOU', 'CN-KHORGOS'],
  middle: ['CN-ERENHOT'],
  east: ['CN-MANZHOULI', 'CN-SUIFENHE', 'CN-TONGJIANG'],
}

/** The one it runs through, by the stations it passes; undefined when it crosses no border of China. */
export function corridorOf(passed: ReadonlySet<string>): CorridorName | undefined {
  if (CASPIAN.some((station) => passed.has(station))) return 'south'
  return CorridorName.exclude(['south']).options.find((name) =>
    CROSSINGS[name].some((station) => passed.has(station)),
  )
}
