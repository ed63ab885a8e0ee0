/** Any other document that was chosen: whether the ledger holds it, by whom, where, and whether another took its place. */
import { useEffect, useState } from 'react'
import { documentKindTexts, eventTexts } from '#booking/words.ts'
import type { Text } from '#kernel/text.ts'
import { passportCodeSpaced } from '#passport/passport.ts'
import { Moment } from '../page/Moment.tsx'
import { Sign } from '../page/Marks.tsx'
import { useReader } from '../page/reader.ts'
import { Issuer } from '../verdict/Statements.tsx'
import { lookUp, type FoundDocument, type LookedUp } from './look-up.ts'
import { verifyWords as words } from './verify-words.ts'

interface DocumentResultProps {
  readonly name: string
  readonly sha256: string
}

export function DocumentResult({ name, sha256 }: DocumentResultProps) {
  const { say } = useReader()
  const [answer, setAnswer] = useState<LookedUp | 'failed'>()
  useEffect(
    () =>
      void lookUp(sha256).then(setAnswer, () => {
        setAnswer('failed')
      }),
    [sha256],
  )
  return (
    <>
      <section className="hero">
        <p className="hero-kind">{say(words.title)}</p>
        <div role="status">
          <h1 className="hero-title hero-words">{say(headOf(answer), { name })}</h1>
        </div>
        <dl className="facts">
          <div>
            <dt>{say(words.file)}</dt>
            <dd>{name}</dd>
          </div>
          <div className="fact-wide">
            <dt>{say(words.digest)}</dt>
            <dd className="mono">{sha256}</dd>
          </div>
        </dl>
      </section>
      <div className="columns">
        {typeof answer === 'object' && (
          <>
            {answer.found.map((found) => (
              <Reference
                key={`${found.reference.code}/${found.reference.sequence}`}
                found={found}
              />
            ))}
            <Asked answer={answer} />
          </>
        )}
      </div>
    </>
  )
}

function headOf(answer: LookedUp | 'failed' | undefined): Text {
  if (answer === undefined) return words.reading
  if (answer === 'failed') return words.lookupFailed
  return answer.found.length === 0 ? words.unknown : words.known
}

function Asked({ answer: { prefix, found } }: { answer: LookedUp }) {
  const { say } = useReader()
  return (
    <section className="card reference">
      {found.length === 0 && <p>{say(words.unknownNote)}</p>}
      <p className="note">
        {say(words.asked, { digits: prefix.length, prefix })}{' '}
        {found.length > 0 && say(words.askedMore)}
      </p>
    </section>
  )
}

const LINES = { proven: words.knownNote, waiting: words.waiting, mismatch: words.mismatch } as const
const MARKS = { proven: 'verified', waiting: 'waiting', mismatch: 'refused' } as const

function Reference({ found }: { found: FoundDocument }) {
  const { say } = useReader()
  const { state, reference } = found
  return (
    <section className={`card reference verdict-${MARKS[state]}`}>
      <div className="verdict-head">
        <Sign mark={MARKS[state]} size={36} />
        <p>{say(LINES[state])}</p>
      </div>
      <dl>
        <Proven found={found} />
        <dt>{say(words.kind)}</dt>
        <dd>
          {say(
            (documentKindTexts as Readonly<Record<string, Text>>)[reference.kind] ??
              documentKindTexts.other,
          )}
        </dd>
        <dt>{say(words.container)}</dt>
        <dd>
          <span className="mono">{passportCodeSpaced(reference.code)}</span>{' '}
          <a href={`/c/${reference.code}`}>{say(words.openPassport)}</a>
        </dd>
      </dl>
    </section>
  )
}

function Proven({ found: { proven, reference } }: { found: FoundDocument }) {
  const { say } = useReader()
  if (proven === undefined) return null
  const { statement, verdict } = proven
  const { event, at, place } = statement.public
  const isCancelled = verdict.statements.at(-1)?.public.event === 'cancelled'
  const isReplaced = reference.lastOfKind > reference.sequence
  return (
    <>
      <dt>{say(words.issuer)}</dt>
      <dd>
        <Issuer statement={statement} />
      </dd>
      <dt>{say(words.with)}</dt>
      <dd>
        {say(words.numbered, {
          number: statement.number,
          event: say((eventTexts as Readonly<Record<string, Text>>)[event]!),
        })}{' '}
        · {say(place.city)} · <Moment at={at} />
      </dd>
      <dt>{say(words.ledgerPlace)}</dt>
      <dd>
        {say(words.entryOf, { index: statement.index, size: verdict.ledger.size })} ·{' '}
        {verdict.ledger.origin}
      </dd>
      <dt>{say(words.superseded)}</dt>
      <dd className={isReplaced || isCancelled ? 'warn' : ''}>
        {isReplaced
          ? say(words.supersededBy, { number: reference.lastOfKind })
          : say(words.notSuperseded)}
        {isCancelled && `; ${say(words.cancelled)}`}
      </dd>
    </>
  )
}
