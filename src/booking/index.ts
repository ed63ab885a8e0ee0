/** Booking's door: what `main.ts` opens, and what later slices may ask. */
export { bookingRoutes } from '#booking/routes.ts'
export {
  containersOfBooking,
  containersOfDeparture,
  getContainerFor,
  getContainerToChange,
  listContainersFor,
} from '#booking/containers.ts'
export {
  findContainersFor,
  readContainers,
  readContainersOfBooking,
  readContainersOfDeparture,
  readPartiesOf,
  readSteps,
  type ContainerRow,
  type StepRow,
} from '#booking/container-store.ts'
export { amendBooking, withdrawAmendment } from '#booking/amending/amending.ts'
export { updateRequest } from '#booking/slots/basket.ts'
export { book, type Asking } from '#booking/book.ts'
export { cancelBooking } from '#booking/cancel.ts'
export {
  findOwnBooking,
  listRidingWith,
  listShippersOn,
  readOfShipper,
  type WholeBooking,
} from '#booking/whole-booking.ts'
export { amendConsignment, consign, waitForSpace } from '#booking/lcl/consigning.ts'
export { ANY_BOX, lotOf } from '#booking/lcl/lcl.ts'
export { declareConsignment, receiveConsignment } from '#booking/lcl/consolidating.ts'
export { keepExpected } from '#booking/expected-store.ts'
export { importHsCodes, parseHsCsv } from '#booking/cargo/hs-codes.ts'
export { bookingNotices, noticeFollower } from '#booking/notices.ts'
export {
  findContainersByNumber,
  listSteps,
  type StepOfContainer,
  type StepsAsked,
} from '#booking/step-store.ts'
export {
  papersOf,
  takeStep,
  takeSteps,
  takeStepsAside,
  type Said,
  type SaidAside,
} from '#booking/steps.ts'
export { sumCargoMass } from '#booking/line-store.ts'
export { restrictionFollower } from '#booking/cargo/rejudging.ts'
export { slotFollower } from '#booking/followers.ts'
export { startWatch } from '#booking/slots/watch.ts'
