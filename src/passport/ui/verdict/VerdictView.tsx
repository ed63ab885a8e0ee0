/** A verdict on an evidence file, whole: whose container, whether it holds, what was checked, kept back and not proven, every statement. */
import type { ReactNode } from 'react'
import { eventTexts } from '#booking/words.ts'
import { EQUIPMENT_TYPES } from '#kernel/equipment-type.ts'
import type { Text } from '#kernel/text.ts'
import { passportCodeSpaced } from '#passport/passport.ts'
import type { Verdict } from '#passport/verify.ts'
import { Findings } from '../page/Findings.tsx'
import { Sign } from '../page/Marks.tsx'
import { Painted } from '../page/Painted.tsx'
import { useReader } from '../page/reader.ts'
import { Statements } from './Statements.tsx'
import { TrustForm } from './TrustForm.tsx'
import type { Judged } from './use-verdict.ts'
import { verdictWords as words } from './verdict-words.ts'

interface VerdictViewProps {
  readonly judged: Judged
  readonly onTrust: (vkey: string) => void
  /** What is said under the verdict besides: by the page in the file, or by the platform. */
  readonly note: string
  readonly children?: ReactNode
}

export function VerdictView({ judged, onTrust, note, children }: VerdictViewProps) {
  const verdict = judged.state === 'verified' ? judged.verdict : undefined
  return (
    <>
      <Face judged={judged} />
      <div className="columns">
        <section
          className={`card verdict verdict-${judged.state}`}
          aria-labelledby="verification-head"
        >
          <Outcome judged={judged} note={note} />
          {judged.state !== 'checking' && <TrustForm onTrust={onTrust} />}
          {verdict && <Found verdict={verdict} />}
          {children}
        </section>
        {verdict && <Statements statements={verdict.statements} />}
        {verdict && <LedgerFacts verdict={verdict} />}
      </div>
    </>
  )
}

function Face({ judged }: { judged: Judged }) {
  const { say } = useReader()
  const last = judged.state === 'verified' ? judged.verdict.statements.at(-1)?.public : undefined
  const number = last?.containerNumber
  const outcome = judged.state === 'refused' ? words.refused : words.checking
  return (
    <section className="hero">
      <p className="hero-kind">{say(words.title)}</p>
      <h1 className={last ? 'hero-title' : 'hero-title hero-words'}>
        {last === undefined ? (
          say(outcome)
        ) : number === undefined ? (
          say(words.unnumbered)
        ) : (
          <Painted number={number} />
        )}
      </h1>
      {last && (
        <dl className="facts">
          <div>
            <dt>{say(words.train)}</dt>
            <dd>{last.trainNumber}</dd>
          </div>
          <div>
            <dt>{say(words.box)}</dt>
            <dd>
              {last.equipmentType} <BoxName type={last.equipmentType} />
            </dd>
          </div>
          <div>
            <dt>{say(words.last)}</dt>
            <dd>
              {say((eventTexts as Readonly<Record<string, Text>>)[last.event]!)} ·{' '}
              {say(last.place.city)}
            </dd>
          </div>
        </dl>
      )}
    </section>
  )
}

function BoxName({ type }: { type: string }) {
  const { say } = useReader()
  const known = Object.hasOwn(EQUIPMENT_TYPES, type)
  return known ? (
    <span className="fact-note">
      {say(EQUIPMENT_TYPES[type as keyof typeof EQUIPMENT_TYPES].name)}
    </span>
  ) : null
}

function Outcome({ judged, note }: { judged: Judged; note: string }) {
  const { say, locale } = useReader()
  const line = lineOf(judged)
  const facts = judged.state === 'verified' ? { count: judged.verdict.statements.length } : {}
  return (
    <div className="verdict-head">
      <Sign mark={judged.state} size={44} />
      <div role="status">
        <h2 id="verification-head" className="verdict-line">
          {say(line, facts)}
        </h2>
        {judged.state === 'refused' && (
          <p className="verdict-note">
            {judged.problem.detail(locale)} ({judged.problem.code})
          </p>
        )}
        <p className="verdict-note">{note}</p>
      </div>
    </div>
  )
}

function lineOf(judged: Judged): Text {
  if (judged.state === 'checking') return words.checking
  if (judged.state === 'refused') return words.refused
  return judged.verdict.ledger.isPinned ? words.trusted : words.consistent
}

function Found({ verdict: { checked, kept, unproven } }: { verdict: Verdict }) {
  const { say } = useReader()
  return (
    <>
      <Findings head={say(words.checkedHead)} mark="yes" findings={checked} open={false} />
      {kept.length > 0 && <Findings head={say(words.keptHead)} mark="kept" findings={kept} open />}
      <Findings head={say(words.unprovenHead)} mark="no" findings={unproven} open />
    </>
  )
}

function LedgerFacts({ verdict: { code, ledger } }: { verdict: Verdict }) {
  const { say } = useReader()
  return (
    <footer className="colophon">
      <dl>
        <dt>{say(words.code)}</dt>
        <dd className="mono">{passportCodeSpaced(code)}</dd>
        <dt>{say(words.ledger)}</dt>
        <dd>
          {ledger.origin} · {say(words.ledgerSize, { size: ledger.size })}
        </dd>
        <dt>{say(words.ledgerKey)}</dt>
        <dd className="mono">{ledger.vkey}</dd>
        <dt>{say(words.ledgerRoot)}</dt>
        <dd className="mono">{ledger.root}</dd>
      </dl>
    </footer>
  )
}
