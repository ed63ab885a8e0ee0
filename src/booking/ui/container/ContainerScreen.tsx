/** One container on one shipment: what happened to it, what is known of it, what the reader may do next. */
import type { ComponentType } from 'react'
import { Link, useParams } from 'react-router'
import { bookingApi, type ContainerView } from '#booking/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { StationName } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { CargoPanel } from '../form/CargoPanel.tsx'
import { ContainerHistory } from './ContainerHistory.tsx'
import { ContainerParticulars } from './ContainerParticulars.tsx'
import { ContainerTitle } from './ContainerTitle.tsx'
import { MissedNotice } from '../departure/MissedNotice.tsx'
import type { StepForms } from './step-form.ts'
import { StepPanel } from './StepPanel.tsx'
import { CustomsTag, HoldTag, MissedTag, StageTag } from '../Tags.tsx'
import { wordTexts } from '../texts.ts'

/** A part of the screen that a later slice owns. */
export type ContainerPanel = ComponentType<{ readonly container: ContainerView }>

interface ContainerScreenProps {
  readonly forms: StepForms
  readonly panels: readonly ContainerPanel[]
}

export function ContainerScreen({ forms, panels }: ContainerScreenProps) {
  const { containerId = '' } = useParams()
  const asked = useAsk(bookingApi.getContainer, {
    params: { containerId },
    refetchEveryMs: 15_000,
  })
  return (
    <Asked asked={asked}>
      {(container) => (
        <>
          <ContainerHeader container={container} />
          <MissedNotice containers={[container]} />
          <div className="split split-work">
            <div className="split-act">
              <StepPanel container={container} forms={forms} />
            </div>
            <div className="split-journey">
              <ContainerHistory container={container} />
              <CargoPanel cargo={container.cargo} />
            </div>
            <div className="split-rest">
              {panels.map((Panel, index) => (
                <Panel key={index} container={container} />
              ))}
              <ContainerParticulars container={container} />
            </div>
          </div>
        </>
      )}
    </Asked>
  )
}

function ContainerHeader({ container }: { container: ContainerView }) {
  const t = useTexts(wordTexts)
  const { journey } = container
  return (
    <PageHeader
      title={container.containerNumber ?? container.bookingNumber}
      heading={
        <>
          <ContainerTitle container={container} />
          <StageTag stage={container.stage} />
          <HoldTag held={container.held} />
          <MissedTag container={container} />
          <CustomsTag customs={container.customs} />
        </>
      }
      note={
        <>
          <Link to={paths.departure(journey.departureId)}>
            {t('trainNumber', { number: journey.trainNumber })}
          </Link>{' '}
          · <StationName code={journey.origin} /> → <StationName code={journey.destination} />
        </>
      }
      back={{ to: paths.containers(), label: t('containers') }}
    />
  )
}
