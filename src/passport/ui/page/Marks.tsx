/** Small signs for how a statement, or all of them, stand; always with their words. */
import type { Mark } from './check.ts'
import { useReader } from './reader.ts'
import type { Checking } from './use-check.ts'
import type { Word } from './words.ts'

const WORDS: Readonly<Record<Mark, Word>> = {
  verified: 'markVerified',
  checking: 'markChecking',
  waiting: 'markWaiting',
  differs: 'markDiffers',
  refused: 'markRefused',
}

const SHAPES: Readonly<Record<Mark, string>> = {
  verified: 'M5 10.5l3.2 3.2L15 7',
  checking: 'M10 5v5l3 2',
  waiting: 'M6 10h.01M10 10h.01M14 10h.01',
  differs: 'M10 5v6M10 14.5h.01',
  refused: 'M6.5 6.5l7 7M13.5 6.5l-7 7',
}

export function Sign({ mark, size = 20 }: { mark: Mark; size?: number }) {
  return (
    <svg className={`sign sign-${mark}`} viewBox="0 0 20 20" width={size} height={size} aria-hidden>
      <circle cx="10" cy="10" r="10" />
      <path d={SHAPES[mark]} />
    </svg>
  )
}

export function MarkLine({ mark }: { mark: Mark }) {
  const { t } = useReader()
  return (
    <span className={`mark mark-${mark}`}>
      <Sign mark={mark} size={16} /> {t(WORDS[mark])}
    </span>
  )
}

/** The verdict in one word, at the top of the page. */
export function StateMark({ checking }: { checking: Checking }) {
  return (
    <a className="state-mark" href="#verification">
      <MarkLine mark={markOfAll(checking)} />
    </a>
  )
}

export function markOfAll(checking: Checking): Mark {
  if (checking.state === 'broken') return 'refused'
  if (checking.state === 'verified' && checking.differing.length > 0) return 'differs'
  return checking.state
}
