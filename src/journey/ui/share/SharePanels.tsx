/** Links on the screens of what they show: of a container, of a booking, of a train of one's own. */
import type { BookingView, ContainerView } from '#booking/contract.ts'
import type { Departure } from '#train/contract.ts'
import { useSession } from '#web/session.ts'
import { LINK_MAKERS } from './makers.ts'
import { ShareLinks } from './ShareLinks.tsx'

function useMakesLinks(): boolean {
  return LINK_MAKERS.has(useSession().organisation.kind)
}

export function ContainerShareLinks({ container }: { readonly container: ContainerView }) {
  if (!useMakesLinks()) return null
  return <ShareLinks target={{ kind: 'container', containerId: container.id }} />
}

export function BookingShareLinks({ booking }: { readonly booking: BookingView }) {
  if (!useMakesLinks()) return null
  return <ShareLinks target={{ kind: 'booking', bookingId: booking.id }} />
}

export function TrainShareLinks({ departure }: { readonly departure: Departure }) {
  const { organisation } = useSession()
  if (departure.service.operatorId !== organisation.id) return null
  return <ShareLinks target={{ kind: 'train', departureId: departure.id }} />
}
