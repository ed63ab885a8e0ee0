/** Starts the page in an evidence file: everything it shows, it has checked, and all it has is in the file. */
import { StrictMode, useEffect, useMemo } from 'react'
import { createRoot } from 'react-dom/client'
import { utf8Encode } from 'tlog'
import { readEmbedded } from '#passport/evidence-page.ts'
import { Masthead } from '../page/Masthead.tsx'
import { Readers } from '../page/Readers.tsx'
import { useReader } from '../page/reader.ts'
import { useVerdict } from '../verdict/use-verdict.ts'
import { VerdictView } from '../verdict/VerdictView.tsx'
import { verdictWords as words } from '../verdict/verdict-words.ts'
import '../page/page.css'
import '../verdict/verdict.css'

const text = readEmbedded(document.getElementById('evidence')?.textContent ?? '')
const bytes = utf8Encode(text)

function EvidencePage() {
  const { say } = useReader()
  const { judged, trust } = useVerdict(bytes)
  const href = useMemo(
    () => URL.createObjectURL(new Blob([text], { type: 'application/json' })),
    [],
  )
  useEffect(() => () => URL.revokeObjectURL(href), [href])
  const code = judged.state === 'verified' ? judged.verdict.code : 'evidence'
  return (
    <>
      <Masthead alone />
      <main id="content">
        <VerdictView
          judged={judged}
          onTrust={trust}
          note={`${say(words.byDevice)} ${say(words.pageItself)}`}
        >
          <div className="evidence">
            <a className="button" href={href} download={`${code}.landbridge.json`}>
              {say(words.saveJson)}
            </a>
          </div>
        </VerdictView>
      </main>
    </>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <Readers title={words.title}>
      <EvidencePage />
    </Readers>
  </StrictMode>,
)
