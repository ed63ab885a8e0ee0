/** Numbers of the figures as each language writes them. */
import { useMemo } from 'react'
import { minorDigits } from '#web/formats.ts'
import { useLocale } from '#web/i18n.ts'

export function useWhole(): (value: number) => string {
  const { tag } = useLocale()
  return useMemo(() => {
    const words = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })
    return (value) => words.format(value)
  }, [tag])
}

/** Of a share, 0 to 1; a dash for none. */
export function usePercent(): (share: number | null) => string {
  const { tag } = useLocale()
  return useMemo(() => {
    const words = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 })
    return (share) => (share === null ? '–' : words.format(share))
  }, [tag])
}

/** Amounts of an axis: `1.2M`, `120万`. */
export function useShortMoney(currency: string): (minor: number) => string {
  const { tag } = useLocale()
  return useMemo(() => {
    const words = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })
    return (minor) => words.format(minor / 10 ** minorDigits(currency))
  }, [tag, currency])
}
