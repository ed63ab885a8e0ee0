/** The statements of a verified file in their order: what, when, where, by whom, in which place of the ledger, and what is shown besides. */
import { eventTexts, documentKindTexts } from '#booking/words.ts'
import { organisationKindTexts } from '#kernel/organisation-kind-texts.ts'
import type { Text } from '#kernel/text.ts'
import type { VerifiedStatement } from '#passport/verify.ts'
import type { VerifiedDocument } from '#passport/verify-part.ts'
import { Moment } from '../page/Moment.tsx'
import { useReader } from '../page/reader.ts'
import { restrictedTexts } from './restricted-words.ts'
import { verdictWords as words } from './verdict-words.ts'

const textOf = (texts: Readonly<Record<string, Text>>, name: string): Text =>
  Object.hasOwn(texts, name) ? texts[name]! : { zh: name, en: name, ru: name }

export function Statements({ statements }: { statements: readonly VerifiedStatement[] }) {
  const { say } = useReader()
  return (
    <section className="card history" aria-labelledby="history-head">
      <h2 id="history-head">
        {say(words.history)} <span className="soft">{say(words.oldestFirst)}</span>
      </h2>
      <ol className="timeline">
        {statements.map((statement) => (
          <Entry key={statement.number} statement={statement} />
        ))}
      </ol>
    </section>
  )
}

function Entry({ statement }: { statement: VerifiedStatement }) {
  const { say } = useReader()
  const { number, index, public: said, restricted, documents } = statement
  return (
    <li className={`entry entry-${said.event}`}>
      <div className="entry-head">
        <h3>{say(textOf(eventTexts, said.event))}</h3>
        <Moment at={said.at} />
      </div>
      <p className="entry-where">{say(said.place.city)}</p>
      <p className="entry-who">
        <Issuer statement={statement} />
      </p>
      <p className="entry-mark">
        <span className="place-in-ledger">{say(words.place, { index })}</span>
        <span className="soft">{say(words.number, { number })}</span>
      </p>
      {documents.length > 0 && <Documents documents={documents} />}
      {restricted !== undefined && Object.keys(restricted).length > 0 && (
        <details className="disclosed">
          <summary>{say(words.disclosed)}</summary>
          <Members content={restricted} />
        </details>
      )}
    </li>
  )
}

/** Who signed: by name where the name is public or disclosed. */
export function Issuer({ statement: { key } }: { statement: VerifiedStatement }) {
  const { say } = useReader()
  const kind = say(organisationKindTexts[key.kind])
  const disclosed = key.restricted?.names
  const names = key.names ?? disclosed
  if (names === undefined) return <>{kind}</>
  return (
    <>
      {say(names)} <span className="soft">· {kind}</span>
    </>
  )
}

function Documents({ documents }: { documents: readonly VerifiedDocument[] }) {
  const { say } = useReader()
  return (
    <ul className="papers" aria-label={say(words.documents)}>
      {documents.map(({ digest, content }) => (
        <li key={digest}>
          {content === undefined ? (
            <span className="soft">{say(words.documentKept)}</span>
          ) : (
            <>
              {say(textOf(documentKindTexts, content.kind))} · {content.name}{' '}
              <span className="soft">{say(words.bytes, { count: content.bytes })}</span>
              <span className="mono paper-digest">SHA-256 {content.sha256}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function Members({ content }: { content: NonNullable<VerifiedStatement['restricted']> }) {
  const { say } = useReader()
  return (
    <dl className="members">
      {Object.entries(content).map(([name, value]) => (
        <div key={name}>
          <dt>{say(textOf(restrictedTexts, name))}</dt>
          <dd>
            {typeof value === 'string' || typeof value === 'number' ? (
              value
            ) : (
              <pre>{JSON.stringify(value, null, 1)}</pre>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
