/** Containers in a table or in cards, with the buttons of their next steps, singly and for a selection. */
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Container } from '#booking/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import type { Listing } from '#web/queries.ts'
import { useActor } from '#web/session.ts'
import { ContainerBatch } from './ContainerBatch.tsx'
import { ContainerTitle } from '../container/ContainerTitle.tsx'
import { ExpectedCell } from './ExpectedCell.tsx'
import { NextSteps } from '../container/NextSteps.tsx'
import type { StepForms } from '../container/step-form.ts'
import { StepModal, type StepIntent } from '../container/StepModal.tsx'
import { CustomsTag, HoldTag, MissedTag, StageTag } from '../Tags.tsx'
import { wordTexts } from '../texts.ts'

interface ContainerListProps {
  readonly listing: Listing<Container>
  readonly forms: StepForms
  readonly empty: string
  /** Within a train's own screen its number need not stand in every row. */
  readonly ofOneTrain?: boolean
  readonly onOpen?: (container: Container) => void
}

export function ContainerList(props: ContainerListProps) {
  const { listing, forms, empty, ofOneTrain = false, onOpen } = props
  const t = useTexts(wordTexts)
  const { role } = useActor()
  const [intent, setIntent] = useState<StepIntent>()
  const [selected, setSelected] = useState<string[]>([])
  const chosen = listing.items.filter(({ id }) => selected.includes(id))
  const columns = useColumns(forms, setIntent, ofOneTrain)
  return (
    <>
      {chosen.length > 0 && (
        <ContainerBatch
          containers={chosen}
          forms={forms}
          onChoose={setIntent}
          onClear={() => setSelected([])}
        />
      )}
      <DataTable
        label={t('containers')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={columns}
        card={(container) => (
          <ContainerCard container={container} forms={forms} onChoose={setIntent} />
        )}
        empty={empty}
        {...(role !== 'viewer' && { selected, onSelect: setSelected })}
        {...(onOpen && { onOpen })}
      />
      <StepModal
        intent={intent}
        onClose={() => {
          setIntent(undefined)
          setSelected([])
        }}
      />
    </>
  )
}

interface ChooseProps {
  readonly forms: StepForms
  readonly onChoose: (intent: StepIntent) => void
}

function useColumns(
  forms: StepForms,
  onChoose: (intent: StepIntent) => void,
  ofOneTrain: boolean,
): TableColumnsType<Container> {
  const t = useTexts(wordTexts)
  const train: TableColumnsType<Container> = [
    { title: t('train'), render: (_, { journey }) => <TrainCell journey={journey} /> },
  ]
  return [
    {
      title: t('container'),
      render: (_, container) => (
        <div className="stack">
          <Link to={paths.container(container.id)}>
            <ContainerTitle container={container} short />
          </Link>
          <span className="soft">
            {container.equipmentType} · {container.bookingNumber}
          </span>
        </div>
      ),
    },
    ...(ofOneTrain ? [] : train),
    {
      title: t('stage'),
      render: (_, container) => (
        <div className="stack tags">
          <StageTag stage={container.stage} />
          <HoldTag held={container.held} />
          <MissedTag container={container} />
        </div>
      ),
    },
    { title: t('customs'), render: (_, { customs }) => <CustomsTag customs={customs} /> },
    {
      title: t('lastStep'),
      render: (_, { lastStepAt, place }) => (
        <div className="stack">
          <LocalTime at={lastStepAt} station={place} />
          <span className="soft">
            <StationName code={place} />
          </span>
        </div>
      ),
    },
    { title: t('expected'), render: (_, container) => <ExpectedCell container={container} /> },
    {
      title: t('next'),
      render: (_, container) => (
        <NextSteps container={container} forms={forms} onChoose={onChoose} />
      ),
    },
  ]
}

function TrainCell({ journey }: Pick<Container, 'journey'>) {
  const t = useTexts(wordTexts)
  return (
    <div className="stack">
      <Link to={paths.departure(journey.departureId)}>
        {t('trainNumber', { number: journey.trainNumber })}
      </Link>
      <span className="soft nowrap">
        <StationName code={journey.origin} city /> → <StationName code={journey.destination} city />
      </span>
    </div>
  )
}

function ContainerCard({ container, ...choose }: ChooseProps & { container: Container }) {
  const t = useTexts(wordTexts)
  return (
    <div className="stack">
      <div className="card-row">
        <Link to={paths.container(container.id)}>
          <ContainerTitle container={container} />
        </Link>
        <span className="row">
          <StageTag stage={container.stage} />
          <HoldTag held={container.held} />
          <MissedTag container={container} />
          <CustomsTag customs={container.customs} />
        </span>
      </div>
      <div className="card-row">
        <TrainCell journey={container.journey} />
        <span className="soft">
          <LocalTime at={container.lastStepAt} station={container.place} />
        </span>
      </div>
      {container.expected !== null && (
        <div className="card-row">
          <span className="soft">{t('expected')}</span>
          <ExpectedCell container={container} />
        </div>
      )}
      <NextSteps container={container} {...choose} />
    </div>
  )
}
