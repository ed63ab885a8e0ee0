/** A train of the diagram in words: its number, when it leaves, and how it keeps its plan. */
import type { DiagramTrain } from '#journey/diagram-contract.ts'
import { departureStateTexts } from '#train/ui/texts.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { clockTime } from './clocks.ts'
import { diagramTexts } from './diagram-texts.ts'

const ON_TIME_MINUTES = 60

export function useTrainWords(): (train: DiagramTrain, zone: string) => string {
  const t = useTexts(diagramTexts)
  const { say } = useLocale()
  return ({ trainNumber, departsAt, state, lateMinutes }, zone) => {
    const keeping = () => {
      if (lateMinutes === null) return []
      if (Math.abs(lateMinutes) <= ON_TIME_MINUTES) return [t('onTime')]
      const span = t('hours', { count: Math.round(Math.abs(lateMinutes) / 60) })
      return [t(lateMinutes > 0 ? 'behind' : 'ahead', { span })]
    }
    return [
      t('train', { number: trainNumber }),
      say(departureStateTexts[state]),
      t('departs', { at: clockTime(departsAt, zone) }),
      ...keeping(),
    ].join(' · ')
  }
}
