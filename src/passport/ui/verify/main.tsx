/** Starts the page that verifies any document. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Readers } from '../page/Readers.tsx'
import { getReady } from '../verdict/get-ready.ts'
import { VerifyPage } from './VerifyPage.tsx'
import { verifyWords } from './verify-words.ts'
import '../page/page.css'
import '../verdict/verdict.css'

const root = document.getElementById('root')
if (root === null) throw new Error('verify.html has no #root')
createRoot(root).render(
  <StrictMode>
    <Readers title={verifyWords.title}>
      <VerifyPage />
    </Readers>
  </StrictMode>,
)

// Somebody still has to choose a file, which takes longer.
window.requestIdleCallback?.(() => void getReady())
