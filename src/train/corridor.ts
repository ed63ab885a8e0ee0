/** Which of the four corridors a line runs by, told from the crossings it passes, its stops or not. Pure. */
import type { Text } from '#kernel/locale.ts'
import type { Corridor } from '#train/calendar-contract.ts'
import type { ServiceStop } from '#train/contract.ts'
import { plannedPassages } from '#train/passage.ts'

const CHINESE_CROSSINGS: Readonly<Record<string, Corridor>> = {
  'CN-ALASHANKOU': 'west',
  'CN-KHORGOS': 'west',
  'CN-ERENHOT': 'middle',
  'CN-MANZHOULI': 'east',
  'CN-SUIFENHE': 'east',
  'CN-TONGJIANG': 'east',
}
/** Over the Caspian Sea. */
const SOUTHERN = new Set(['KZ-AKTAU', 'AZ-ALAT'])

export function corridorOf(stops: readonly ServiceStop[]): Corridor {
  const passed = plannedPassages(stops).map(({ station }) => station)
  const crossing = passed.find((station) => station in CHINESE_CROSSINGS)
  if (passed.some((station) => SOUTHERN.has(station))) return 'south'
  return crossing === undefined ? 'other' : CHINESE_CROSSINGS[crossing]!
}

export const corridorTexts: Readonly<Record<Corridor, Text>> = {
  west: { zh: '西通道', en: 'West', ru: 'Западный' },
  middle: { zh: '中通道', en: 'Middle', ru: 'Центральный' },
  east: { zh: '东通道', en: 'East', ru: 'Восточный' },
  south: { zh: '南通道', en: 'South', ru: 'Южный' },
  other: { zh: '其他', en: 'Other', ru: 'Прочие' },
}
