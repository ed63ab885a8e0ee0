/** What a check found, as a list under its head that folds away. */
import type { Text, TextFacts } from '#kernel/locale.ts'
import { useReader } from './reader.ts'

interface FindingsProps {
  readonly head: string
  readonly mark: 'yes' | 'no' | 'kept'
  readonly open: boolean
  readonly findings: readonly {
    readonly code: string
    readonly text: Text
    readonly facts: TextFacts
  }[]
}

export function Findings({ head, mark, open, findings }: FindingsProps) {
  const { say } = useReader()
  return (
    <details className="findings" open={open}>
      <summary>
        <h3>{head}</h3> <span className="count">{findings.length}</span>
      </summary>
      <ul className={`findings-${mark}`}>
        {findings.map(({ code, text, facts }) => (
          <li key={code}>{say(text, facts)}</li>
        ))}
      </ul>
    </details>
  )
}
