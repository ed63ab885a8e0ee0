/** The page where anyone checks any file: choose or drop one, read the answer, choose another. Nothing is uploaded. */
import { useCallback, useRef, useState, type ChangeEvent, type DragEvent } from 'react'
import { Masthead } from '../page/Masthead.tsx'
import { useReader } from '../page/reader.ts'
import { VerdictView } from '../verdict/VerdictView.tsx'
import { DocumentResult } from './DocumentResult.tsx'
import { EvidenceResult } from './EvidenceResult.tsx'
import { readFile, type ReadFile } from './read-file.ts'
import { verifyWords as words } from './verify-words.ts'

type Chosen =
  | { readonly state: 'none' | 'unreadable' }
  | { readonly state: 'reading'; readonly name: string }
  | { readonly state: 'read'; readonly name: string; readonly file: ReadFile }

export function VerifyPage() {
  const { t } = useReader()
  const [chosen, setChosen] = useState<Chosen>({ state: 'none' })
  const asked = useRef(0)
  const choose = useCallback((file: File) => {
    const { name } = file
    const turn = (asked.current += 1)
    const answer = (next: Chosen) => turn === asked.current && setChosen(next)
    setChosen({ state: 'reading', name })
    readFile(file).then(
      (read) => answer({ state: 'read', name, file: read }),
      () => answer({ state: 'unreadable' }),
    )
  }, [])
  return (
    <>
      <a className="skip" href="#content">
        {t('toContent')}
      </a>
      <Masthead />
      <main id="content">
        {chosen.state === 'read' ? (
          <Result name={chosen.name} file={chosen.file} />
        ) : (
          <Lead chosen={chosen} />
        )}
        <Drop onFile={choose} isFirst={chosen.state !== 'read'} />
      </main>
    </>
  )
}

function Lead({ chosen }: { chosen: Exclude<Chosen, { state: 'read' }> }) {
  const { say } = useReader()
  return (
    <section className="hero hero-before">
      <p className="hero-kind">{say(words.title)}</p>
      <h1 className="hero-title hero-words">{say(words.head)}</h1>
      <p className="hero-note">{say(words.lead)}</p>
      <p role="status">
        {chosen.state === 'reading' && say(words.reading, { name: chosen.name })}
        {chosen.state === 'unreadable' && say(words.unreadable)}
      </p>
    </section>
  )
}

function Result({ name, file }: { name: string; file: ReadFile }) {
  if (file.is === 'document')
    return <DocumentResult key={file.sha256} name={name} sha256={file.sha256} />
  if (file.is === 'refused')
    return (
      <VerdictView
        judged={{ state: 'refused', problem: file.problem }}
        onTrust={() => {}}
        note=""
      />
    )
  return <EvidenceResult bytes={file.bytes} isPage={file.isPage} />
}

function Drop({ onFile, isFirst }: { onFile: (file: File) => void; isFirst: boolean }) {
  const { say } = useReader()
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const take = (files: FileList | null) => {
    const [file] = files ?? []
    if (file !== undefined) onFile(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    take(event.target.files)
    // The same file may be chosen again.
    event.target.value = ''
  }
  return (
    <section
      className={isFirst ? 'hero hero-after' : 'hero hero-foot'}
      aria-label={say(words.choose)}
    >
      <div
        className={isOver ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>{say(words.drop)}</p>
        <input
          ref={input}
          id="file"
          type="file"
          className="visually-hidden"
          onChange={pick}
          accept=".pdf,.json,.html,application/pdf,*/*"
        />
        <label htmlFor="file" className="button">
          {say(isFirst ? words.choose : words.another)}
        </label>
      </div>
    </section>
  )
}
