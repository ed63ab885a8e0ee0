/** A container beside the list it stands in: where it is, what happened to it. */
import { bookingApi } from '#booking/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { DetailDrawer } from '#web/kit/DetailDrawer.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { ContainerHistory } from '../container/ContainerHistory.tsx'
import { ContainerParticulars } from '../container/ContainerParticulars.tsx'
import { MissedNotice } from '../departure/MissedNotice.tsx'
import { CustomsTag, HoldTag, MissedTag, StageTag } from '../Tags.tsx'
import { wordTexts } from '../texts.ts'

interface ContainerDrawerProps {
  readonly containerId: string
  readonly onClose: () => void
}

export function ContainerDrawer({ containerId, onClose }: ContainerDrawerProps) {
  const words = useTexts(wordTexts)
  const asked = useAsk(bookingApi.getContainer, { params: { containerId } })
  const title = asked.data?.containerNumber ?? asked.data?.bookingNumber ?? words('container')
  return (
    <DetailDrawer title={title} to={paths.container(containerId)} onClose={onClose}>
      <Asked asked={asked}>
        {(container) => (
          <>
            <div className="row">
              <StageTag stage={container.stage} />
              <HoldTag held={container.held} />
              <MissedTag container={container} />
              <CustomsTag customs={container.customs} />
            </div>
            <MissedNotice containers={[container]} />
            <ContainerParticulars container={container} />
            <ContainerHistory container={container} />
          </>
        )}
      </Asked>
    </DetailDrawer>
  )
}
