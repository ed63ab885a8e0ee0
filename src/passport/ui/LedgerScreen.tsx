/** The ledger as it stands: how far it reaches, who else has seen it, what is anchored on a chain, and why nothing would be signed. */
import { Alert } from 'antd'
import { passportApi, type LedgerStatus } from '#passport/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { formatNumber } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { ledgerTexts, witnessStateTexts } from './ledger-texts.ts'

const FRESH_MS = 5_000

type Witnessing = NonNullable<LedgerStatus['witnessing']>
type Witness = Witnessing['witnesses'][number]
type Anchoring = NonNullable<LedgerStatus['anchoring']>

export function LedgerScreen() {
  const t = useTexts(ledgerTexts)
  const asked = useAsk(passportApi.getLedger, { refetchEveryMs: FRESH_MS })
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} />
      <Asked asked={asked}>{(status) => <Ledger status={status} />}</Asked>
    </>
  )
}

function Ledger({ status }: { status: LedgerStatus }) {
  const t = useTexts(ledgerTexts)
  return (
    <>
      {status.refusal && (
        <Alert
          className="problem"
          type="error"
          showIcon
          role="alert"
          title={t('refuses')}
          description={status.refusal.detail}
        />
      )}
      {status.recovery && <Recovered recovery={status.recovery} />}
      <Head status={status} />
      <section className="panel" aria-labelledby="witnesses">
        <h2 id="witnesses">{t('witnesses')}</h2>
        {status.witnessing ? (
          <Witnesses witnessing={status.witnessing} size={status.size} />
        ) : (
          <p className="soft">{t('noWitnesses')}</p>
        )}
      </section>
      <section className="panel" aria-labelledby="anchors">
        <h2 id="anchors">{t('anchors')}</h2>
        {status.anchoring ? (
          <Anchors anchoring={status.anchoring} />
        ) : (
          <p className="soft">{t('noAnchors')}</p>
        )}
      </section>
    </>
  )
}

function Recovered({ recovery }: { recovery: NonNullable<LedgerStatus['recovery']> }) {
  const t = useTexts(ledgerTexts)
  const { first, end, at, statementsWithoutContent: count } = recovery
  return (
    <Alert
      className="problem"
      type={count > 0 ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {t('recovered', { first, last: end - 1 })} · <LocalTime at={at} />
        </>
      }
      description={count > 0 && t('withoutContent', { count })}
    />
  )
}

function Head({ status }: { status: LedgerStatus }) {
  const t = useTexts(ledgerTexts)
  const { tag } = useLocale()
  const { size, waiting, signedAt, origin, root, vkey } = status
  return (
    <section className="panel" aria-labelledby="head">
      <h2 id="head">{t('head')}</h2>
      <KeyValue
        items={[
          { label: t('size'), value: formatNumber(size, tag) },
          { label: t('waiting'), value: formatNumber(waiting, tag) },
          { label: t('signedAt'), value: signedAt && <LocalTime at={signedAt} /> },
          { label: t('origin'), value: origin },
          { label: t('root'), value: <span className="number breakable">{root}</span>, wide: true },
          { label: t('vkey'), value: <span className="number breakable">{vkey}</span>, wide: true },
        ]}
      />
      <p className="row ledger-links">
        <a href="/ledger/checkpoint">{t('checkpoint')}</a>
        <a href={paths.verify()}>{t('verify')}</a>
      </p>
    </section>
  )
}

const TONES: Readonly<Record<Witness['state'], PillTone>> = {
  asking: 'plain',
  current: 'good',
  away: 'wait',
  ahead: 'bad',
  split: 'bad',
}

function Witnesses({ witnessing, size }: { witnessing: Witnessing; size: number }) {
  const t = useTexts(ledgerTexts)
  const { tag } = useLocale()
  const { cosigned, quorum, witnesses } = witnessing
  const isMet = cosigned !== null && cosigned >= size
  return (
    <>
      <p>
        <Pill tone={isMet ? 'good' : 'wait'}>{isMet ? t('met') : t('unmet')}</Pill>{' '}
        {cosigned === null
          ? t('neverCosigned', { quorum })
          : t('cosigned', { quorum, cosigned: formatNumber(cosigned, tag) })}
      </p>
      <ul className="cards" aria-label={t('witnesses')}>
        {witnesses.map((witness) => (
          <li key={witness.name} className="card">
            <WitnessCard witness={witness} />
          </li>
        ))}
      </ul>
    </>
  )
}

function WitnessCard({ witness: { name, size, at, state, why } }: { witness: Witness }) {
  const t = useTexts(ledgerTexts)
  const { say, tag } = useLocale()
  return (
    <>
      <div className="card-row">
        <strong>{name}</strong>
        <Pill tone={TONES[state]}>{say(witnessStateTexts[state])}</Pill>
      </div>
      <div>
        {size === null ? t('sawNothing') : t('saw', { size: formatNumber(size, tag) })}
        {at !== null && (
          <>
            {' · '}
            <LocalTime at={at} />
          </>
        )}
      </div>
      {why !== null && <div className="soft breakable">{why}</div>}
    </>
  )
}

function Anchors({ anchoring }: { anchoring: Anchoring }) {
  const t = useTexts(ledgerTexts)
  const { tag } = useLocale()
  const { last, waiting, contract, refusal, everyMinutes } = anchoring
  return (
    <>
      {refusal && <Alert className="problem" type="warning" showIcon title={refusal.detail} />}
      <KeyValue
        items={[
          { label: t('anchored'), value: last ? formatNumber(last.size, tag) : t('notYet') },
          { label: t('chain'), value: last && String(last.chainId) },
          {
            label: t('block'),
            value: last && (
              <>
                {formatNumber(last.block, tag)}{' '}
                <Pill tone={last.final ? 'good' : 'wait'}>{t(last.final ? 'final' : 'young')}</Pill>
              </>
            ),
          },
          { label: t('anchorsWaiting'), value: formatNumber(waiting, tag) },
          { label: t('every'), value: t('minutes', { count: everyMinutes }) },
          {
            label: t('contract'),
            value: <span className="number breakable">{contract}</span>,
            wide: true,
          },
          {
            label: t('transaction'),
            value: last && <span className="number breakable">{last.transaction}</span>,
            wide: true,
          },
        ]}
      />
    </>
  )
}
