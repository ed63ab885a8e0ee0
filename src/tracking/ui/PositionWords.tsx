/** A position in words: near which station, when, how fast. What the map shows, for everyone who does not see the map. */
import { memo } from 'react'
import { Moment } from '#web/kit/Values.tsx'
import { useLocale } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import {
  whenWords,
  whereWords,
  type HeardWords,
  type Placed,
  type Timed,
  type WhenWords,
  type WhereWords,
} from './position-words.ts'

export function WhereNow({ position }: { position: Placed }) {
  const { locale } = useLocale()
  return <WhereLine {...whereWords(position, locale)} />
}

export function HeardAt({ position }: { position: Timed }) {
  const { locale } = useLocale()
  return <WhenLine {...whenWords(position, locale, useNow())} />
}

/** Words that are known; drawn anew only when they read otherwise. */
export const HeardLines = memo(function HeardLines(words: HeardWords) {
  return (
    <>
      <WhereLine {...words} />
      <WhenLine {...words} />
    </>
  )
})

function WhereLine({ place, how }: WhereWords) {
  return (
    <span>
      {`${place} `}
      <span className="soft">{`· ${how}`}</span>
    </span>
  )
}

function WhenLine({ at, when, own, ago }: WhenWords) {
  return (
    <span className="soft">
      <Moment at={at} own={own} words={when} />
      {` · ${ago}`}
    </span>
  )
}
