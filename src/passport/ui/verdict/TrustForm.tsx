/** Where the reader names the ledger's key that was learnt some other way: the one thing a file cannot prove of itself. */
import { useState, type SubmitEvent } from 'react'
import { useReader } from '../page/reader.ts'
import { verdictWords as words } from './verdict-words.ts'

export function TrustForm({ onTrust }: { onTrust: (vkey: string) => void }) {
  const { say } = useReader()
  const [typed, setTyped] = useState('')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    onTrust(typed)
  }
  return (
    <form className="trust" onSubmit={submit}>
      <label htmlFor="trusted-vkey">{say(words.trustHead)}</label>
      <textarea
        id="trusted-vkey"
        className="mono"
        rows={2}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-describedby="trusted-hint"
        autoComplete="off"
        spellCheck={false}
      />
      <p id="trusted-hint" className="note">
        {say(words.trustHint)}
      </p>
      <button type="submit" className="button button-second">
        {say(words.trustButton)}
      </button>
    </form>
  )
}
