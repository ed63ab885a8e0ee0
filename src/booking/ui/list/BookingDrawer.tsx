/** A booking beside the list it stands in: what matters to whoever goes through many of them. */
import { bookingApi } from '#booking/contract.ts'
import { ChargesPanel } from '#price/ui/ChargesPanel.tsx'
import { Asked } from '#web/kit/Asked.tsx'
import { DetailDrawer } from '#web/kit/DetailDrawer.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { BookingParticulars } from '../BookingParticulars.tsx'
import { CargoPanel } from '../form/CargoPanel.tsx'
import { FindingPanel } from '../form/FindingList.tsx'
import { LclTag } from '../lcl/LclWords.tsx'
import { SlotNotice } from '../SlotNotice.tsx'
import { BookingTag } from '../Tags.tsx'
import { wordTexts } from '../texts.ts'

interface BookingDrawerProps {
  readonly bookingId: string
  readonly onClose: () => void
}

export function BookingDrawer({ bookingId, onClose }: BookingDrawerProps) {
  const words = useTexts(wordTexts)
  const asked = useAsk(bookingApi.getBooking, { params: { bookingId } })
  return (
    <DetailDrawer
      title={asked.data?.number ?? words('booking')}
      to={paths.booking(bookingId)}
      onClose={onClose}
    >
      <Asked asked={asked}>
        {(booking) => (
          <>
            <div>
              <LclTag {...booking} /> <BookingTag state={booking.state} />
            </div>
            <SlotNotice booking={booking} />
            <BookingParticulars booking={booking} />
            <FindingPanel findings={booking.findings} bookedAt={booking.createdAt} />
            <CargoPanel cargo={booking.cargo} />
            {booking.charged && <ChargesPanel bookingId={booking.id} />}
          </>
        )}
      </Asked>
    </DetailDrawer>
  )
}
