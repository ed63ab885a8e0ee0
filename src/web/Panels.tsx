/** Parts that later slices hang on the screens of earlier ones. */
import { AlertPanel } from '#alert/ui/AlertPanel.tsx'
import { DepartureContainers } from '#booking/ui/departure/DepartureContainers.tsx'
import { DepartureSlots } from '#booking/ui/departure/DepartureSlots.tsx'
import { LclPanel } from '#booking/ui/lcl/LclPanel.tsx'
import type { BookingPanel } from '#booking/ui/BookingScreen.tsx'
import type { ContainerPanel } from '#booking/ui/container/ContainerScreen.tsx'
import { ContainerTrackMap } from '#journey/ui/ContainerTrackMap.tsx'
import { JourneyPanel } from '#journey/ui/JourneyPanel.tsx'
import {
  BookingShareLinks,
  ContainerShareLinks,
  TrainShareLinks,
} from '#journey/ui/share/SharePanels.tsx'
import { PassportPanel } from '#passport/ui/PassportPanel.tsx'
import { ClearancePanel } from '#supervision/ui/ClearancePanel.tsx'
import { AllotmentPanel } from '#train/ui/allotment/AllotmentPanel.tsx'
import type { DeparturePanel } from '#train/ui/departure/DepartureScreen.tsx'
import { stepForms } from '#web/step-forms.ts'

export const departurePanels: readonly DeparturePanel[] = [
  LclPanel,
  DepartureSlots,
  AllotmentPanel,
  ClearancePanel,
  ({ departure }) => <DepartureContainers departure={departure} forms={stepForms} />,
  TrainShareLinks,
]

export const bookingPanels: readonly BookingPanel[] = [BookingShareLinks]

export const containerPanels: readonly ContainerPanel[] = [
  AlertPanel,
  JourneyPanel,
  ContainerTrackMap,
  ContainerShareLinks,
  PassportPanel,
]
