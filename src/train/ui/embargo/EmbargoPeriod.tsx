/** From when to when an embargo is in force, by the clock of its first place. */
import type { Embargo } from '#train/embargo-contract.ts'
import { LocalTime } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { embargoTexts } from './embargo-texts.ts'

export function EmbargoPeriod({
  embargo: { from, until, places },
}: {
  embargo: Pick<Embargo, 'from' | 'until' | 'places'>
}) {
  const t = useTexts(embargoTexts)
  const [station] = places
  return (
    <span>
      <LocalTime at={from} station={station} /> –{' '}
      {until === null ? t('untilFurther') : <LocalTime at={until} station={station} />}
    </span>
  )
}
