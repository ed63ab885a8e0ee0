/** What may be wider than the screen: it scrolls by itself, with the keyboard too, instead of the whole page. */
import type { ReactNode } from 'react'

export function ScrollBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section className="scroll-x" tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
