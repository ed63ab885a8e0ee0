/** The container's history, newest first: what happened, where, when by the clock there, by whose word, and whether it holds. */
import { eventTexts } from '#booking/words.ts'
import { organisationKindTexts } from '#kernel/organisation-kind-texts.ts'
import type { Milestone, PublicPassport } from '#passport/contract.ts'
import type { Mark } from './check.ts'
import { MarkLine } from './Marks.tsx'
import { Moment } from './Moment.tsx'
import { particularsOf } from './particulars.ts'
import { useReader } from './reader.ts'

interface MilestonesProps {
  readonly passport: PublicPassport
  readonly markOf: (milestone: Milestone) => Mark
}

export function Milestones({ passport, markOf }: MilestonesProps) {
  const { t } = useReader()
  return (
    <section className="card history" aria-labelledby="history-head">
      <h2 id="history-head">
        {t('milestones')} <span className="soft">{t('newestFirst')}</span>
      </h2>
      <ol className="timeline" reversed>
        {passport.milestones
          .toSorted((a, b) => b.sequence - a.sequence)
          .map((milestone) => (
            <Entry key={milestone.sequence} milestone={milestone} mark={markOf(milestone)} />
          ))}
      </ol>
    </section>
  )
}

function Entry({ milestone, mark }: { milestone: Milestone; mark: Mark }) {
  const reader = useReader()
  const { t, say } = reader
  const { event, at, place, party, said, sequence } = milestone
  const kind = say(organisationKindTexts[party.kind])
  const particulars = particularsOf(said, reader)
  return (
    <li className={`entry entry-${event}`}>
      <div className="entry-head">
        <h3>{say(eventTexts[event])}</h3>
        <Moment at={at} />
      </div>
      <p className="entry-where">
        {say(place.city)}
        {particulars.length > 0 && <span className="soft"> · {particulars.join(' · ')}</span>}
      </p>
      <p className="entry-who">
        <span className="visually-hidden">{t('saidBy')} </span>
        {party.names === undefined ? kind : say(party.names)}
        {party.names !== undefined && <span className="soft"> · {kind}</span>}
      </p>
      <p className="entry-mark">
        <MarkLine mark={mark} />{' '}
        <span className="soft">{t('statementNumber', { number: sequence })}</span>
      </p>
    </li>
  )
}
