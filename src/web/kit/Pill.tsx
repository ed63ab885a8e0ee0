/** A short state in a word, told by its text first and its colour second. */
import type { ReactNode } from 'react'

export type PillTone = 'plain' | 'info' | 'good' | 'wait' | 'bad' | 'night'

export function Pill({ tone = 'plain', children }: { tone?: PillTone; children: ReactNode }) {
  return <span className={`pill pill-${tone}`}>{children}</span>
}
