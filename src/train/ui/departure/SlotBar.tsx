/** How full a train is: the free slots in words, and as a bar. */
import type { Departure } from '#train/contract.ts'
import { useTexts } from '#web/i18n.ts'
import { trainTexts } from '../texts.ts'

const TIGHT_SHARE = 0.85

export function SlotBar({ departure }: { departure: Departure }) {
  const t = useTexts(trainTexts)
  const { capacityTeu, freeTeu } = departure
  const share = capacityTeu === 0 ? 1 : (capacityTeu - freeTeu) / capacityTeu
  return (
    <div className="stack">
      <span className="number">{t('freeOf', { free: freeTeu, capacity: capacityTeu })}</span>
      <div className="bar" aria-hidden>
        <span
          className={share > TIGHT_SHARE ? 'bar-tight' : undefined}
          style={{ width: `${Math.round(share * 100)}%` }}
        />
      </div>
    </div>
  )
}
