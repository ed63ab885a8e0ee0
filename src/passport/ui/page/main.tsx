/** Starts the public page of a container. The question to the server goes out first, before anything is drawn. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { askPassport, codeInAddress } from './ask-passport.ts'
import { PassportPage } from './PassportPage.tsx'
import { Readers } from './Readers.tsx'
import { prepareCheck } from './use-check.ts'
import './page.css'

const code = codeInAddress()
const first = askPassport(code)

const root = document.getElementById('root')
if (root === null) throw new Error('passport.html has no #root')
createRoot(root).render(
  <StrictMode>
    <Readers>
      <PassportPage code={code} first={first} />
    </Readers>
  </StrictMode>,
)

prepareCheck(first)
