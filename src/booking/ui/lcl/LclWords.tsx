/** How LCL is shown wherever bookings and trains are: its tag, and volume, mass and packages in one line. */
import { DM3_A_M3 } from '#kernel/volume.ts'
import { InputNumber } from 'antd'
import type { SpaceAmount } from '#train/consolidation-contract.ts'
import { formatMass, formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { lclTexts } from './lcl-texts.ts'

export function LclTag({
  load,
  consolidationId,
}: {
  load: string
  consolidationId: string | null
}) {
  const t = useTexts(lclTexts)
  if (load === 'LCL') return <Pill tone="info">{t('lcl')}</Pill>
  return consolidationId === null ? null : <Pill tone="info">{t('consolidation')}</Pill>
}

export function Lot({ lot, words }: { lot: SpaceAmount; words: 'lot' | 'free' | 'of' }) {
  const t = useTexts(lclTexts)
  const { tag } = useLocale()
  return (
    <span className="number">
      {t(words, {
        volume: formatNumber(lot.volumeDm3 / DM3_A_M3, tag),
        mass: formatMass(lot.grossKg, tag),
        packages: formatNumber(lot.packages, tag),
        count: lot.packages,
      })}
    </span>
  )
}

interface VolumeInputProps {
  readonly id?: string
  readonly value?: number | null
  readonly onChange?: (volumeDm3: number | null) => void
}

/** Typed in cubic metres, kept in dm³. */
export function VolumeInput({ id, value, onChange }: VolumeInputProps) {
  return (
    <InputNumber
      {...(id !== undefined && { id })}
      min={0.001}
      max={100}
      precision={3}
      style={{ width: '100%' }}
      value={value === undefined || value === null ? null : value / DM3_A_M3}
      onChange={(m3) => onChange?.(m3 === null ? null : Math.round(Number(m3) * DM3_A_M3))}
    />
  )
}
