/** The verdict in plain words: what this browser has checked, and, set as large, what that does not prove. */
import type { PublicPassport } from '#passport/contract.ts'
import { EvidenceButton } from './EvidenceButton.tsx'
import { Findings } from './Findings.tsx'
import { markOfAll, Sign } from './Marks.tsx'
import { useReader } from './reader.ts'
import type { Checking } from './use-check.ts'

interface VerificationProps {
  readonly passport: PublicPassport
  readonly checking: Checking
}

export function Verification({ passport, checking }: VerificationProps) {
  const { t } = useReader()
  const mark = markOfAll(checking)
  return (
    <section
      id="verification"
      className={`card verdict verdict-${mark}`}
      aria-labelledby="verification-head"
    >
      <div className="verdict-head">
        <Sign mark={mark} size={44} />
        <div role="status">
          <h2 id="verification-head" className="overline">
            {t('verification')}
          </h2>
          <Outcome checking={checking} passport={passport} />
        </div>
      </div>
      {checking.state === 'verified' && (
        <>
          <Findings
            head={t('checkedHead')}
            mark="yes"
            findings={checking.verdict.checked}
            open={false}
          />
          <Findings head={t('unprovenHead')} mark="no" findings={checking.verdict.unproven} open />
        </>
      )}
      <EvidenceButton passport={passport} />
    </section>
  )
}

function Outcome({ checking, passport }: VerificationProps) {
  const { t, say } = useReader()
  // The sentence on what is being done stands from the first moment, so that the page does not jump when it is done.
  if (checking.state === 'checking')
    return <Said line={t('verdictChecking')} note={t('verdictGoodNote')} />
  if (checking.state === 'waiting')
    return <Said line={t('verdictWaiting')} note={t('verdictWaitingNote')} />
  if (checking.state === 'broken') return <Said line={t('markRefused')} note={t('checkBroken')} />
  if (checking.state === 'refused')
    return (
      <Said
        line={t('verdictBad')}
        note={`${say(checking.text, checking.facts)} (${checking.code})`}
      />
    )
  if (checking.differing.length > 0) return <Said line={t('verdictBad')} note={t('differs')} />
  const waiting = passport.milestones.filter(({ index }) => index === null).length
  return (
    <Said
      line={t('verdictGood', { count: checking.verdict.statements.length })}
      note={`${t('verdictGoodNote')}${waiting > 0 ? ` ${t('waitingToo', { count: waiting })}` : ''}`}
    />
  )
}

function Said({ line, note }: { line: string; note: string }) {
  return (
    <>
      <p className="verdict-line">{line}</p>
      <p className="verdict-note">{note}</p>
    </>
  )
}
