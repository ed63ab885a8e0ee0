/** An evidence file that was chosen: the verdict, and, said to be the platform's word, whether anything came later. */
import { useEffect, useState } from 'react'
import { eventTexts } from '#booking/words.ts'
import type { PublicPassport } from '#passport/contract.ts'
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
  const later = told.milestones.length - verdict.statements.length
  const last = told.milestones.at(-1)
  return (
    <>
      {later > 0 && last !== undefined ? (
        <p className="warn">
          {say(words.platformNewer, { count: later, event: say(eventTexts[last.event]) })}{' '}
          <a href={`/c/${encodeURIComponent(told.code)}`}>{say(words.openPassport)}</a>
        </p>
      ) : (
        <p>{say(words.platformSame)}</p>
      )}
      <p>{say(words.platformKey)}</p>
    </>
  )
}
