/** Particulars as a list of terms: label over value, as many columns as the width allows. Empty ones are left out. */
import type { ReactNode } from 'react'

export interface Particular {
  readonly label: string
  readonly value: ReactNode
  /** Takes the whole width. */
  readonly wide?: boolean
}

export function KeyValue({ items }: { items: readonly Particular[] }) {
  const known = items.filter(({ value }) => value !== undefined && value !== null && value !== '')
  return (
    <dl className="key-value">
      {known.map(({ label, value, wide }) => (
        <div key={label} className={wide ? 'key-value-wide' : undefined}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
