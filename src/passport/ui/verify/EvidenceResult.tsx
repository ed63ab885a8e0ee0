/** An evidence file that was chosen: the verdict, and, said to be the platform's word, whether anything came later. */
import { useEffect, useState } from 'react'
import { eventTexts } from '#booking/words.ts'
import type { Text } from '#kernel/text.ts'
import type { Milestone, PublicPassport } from '#passport/contract.ts'
import type { Verdict } from '#passport/verify.ts'
import { useReader } from '../page/reader.ts'
import { useVerdict } from '../verdict/use-verdict.ts'
import { VerdictView } from '../verdict/VerdictView.tsx'
import { verdictWords } from '../verdict/verdict-words.ts'
import { askPlatform } from './look-up.ts'
import { verifyWords as words } from './verify-words.ts'

interface EvidenceResultProps {
  readonly bytes: Uint8Array
  readonly isPage: boolean
}

export function EvidenceResult({ bytes, isPage }: EvidenceResultProps) {
  const { say } = useReader()
  const { judged, trust } = useVerdict(bytes)
  const note = isPage
    ? `${say(verdictWords.byDevice)} ${say(verdictWords.pageItself)}`
    : say(verdictWords.byDevice)
  return (
    <VerdictView judged={judged} onTrust={trust} note={note}>
      {judged.state === 'verified' && <Since verdict={judged.verdict} />}
    </VerdictView>
  )
}

function Since({ verdict }: { verdict: Verdict }) {
  const { say } = useReader()
  const [told, setTold] = useState<PublicPassport | 'unknown' | 'silent'>()
  const { code } = verdict
  useEffect(() => void askPlatform(code).then(setTold), [code])
  return (
    <section className="said-by-platform" aria-labelledby="platform-head">
      <h3 id="platform-head">{say(words.platformHead)}</h3>
      {told !== undefined && <Told verdict={verdict} told={told} />}
    </section>
  )
}

function Told({
  verdict,
  told,
}: {
  verdict: Verdict
  told: PublicPassport | 'unknown' | 'silent'
}) {
  const { say } = useReader()
  if (told === 'silent') return <p>{say(words.platformSilent)}</p>
  if (told === 'unknown') return <p>{say(words.platformUnknown)}</p>
  if (told.ledger.vkey !== verdict.ledger.vkey)
    return <p className="warn">{say(words.platformOther)}</p>
  const later = told.milestones.slice(verdict.statements.length)
  const leftOut = later.filter(({ index }) => index !== null && index < verdict.ledger.size)
  return (
    <>
      <More line={words.platformLeftOut} more={leftOut} code={told.code} />
      <More line={words.platformNewer} more={later.slice(leftOut.length)} code={told.code} />
      {later.length === 0 && <p>{say(words.platformSame)}</p>}
      <p>{say(words.platformKey)}</p>
    </>
  )
}

interface MoreProps {
  readonly line: Text
  readonly more: readonly Milestone[]
  readonly code: string
}

/** Statements that the file does not have. */
function More({ line, more, code }: MoreProps) {
  const { say } = useReader()
  const last = more.at(-1)
  if (last === undefined) return null
  return (
    <p className="warn">
      {say(line, { count: more.length, event: say(eventTexts[last.event]) })}{' '}
      <a href={`/c/${encodeURIComponent(code)}`}>{say(words.openPassport)}</a>
    </p>
  )
}
