/**
 * The table of contents of the web app: every screen, where it stands and which slice keeps it. Each is loaded when first
 * opened. Screens that show later slices' parts are handed them here.
 */
import { createBrowserRouter, type RouteObject } from 'react-router'
import { AppLayout } from '#web/layout/AppLayout.tsx'
import { Home } from '#web/layout/Home.tsx'
import { Broken, Lost, Opening } from '#web/layout/Lost.tsx'
import { PublicLayout } from '#web/layout/PublicLayout.tsx'

const withoutAccount: RouteObject[] = [
  {
    path: 'sign-in',
    lazy: async () => ({ Component: (await import('#identity/ui/SignIn.tsx')).SignIn }),
  },
  {
    path: 'invitation/:token',
    lazy: async () => ({
      Component: (await import('#identity/ui/AcceptInvitation.tsx')).AcceptInvitation,
    }),
  },
]

const signedIn: RouteObject[] = [
  { index: true, Component: Home },
  {
    path: 'departures',
    lazy: async () => ({
      Component: (await import('#train/ui/departure/Departures.tsx')).Departures,
    }),
  },
  {
    path: 'departures/new',
    lazy: async () => ({
      Component: (await import('#train/ui/departure/DepartureForm.tsx')).NewDeparture,
    }),
  },
  { path: 'departures/:departureId', lazy: departureScreen },
  {
    path: 'departures/:departureId/shorten',
    lazy: async () => ({
      Component: (await import('#booking/ui/departure/ShortenScreen.tsx')).ShortenScreen,
    }),
  },
  {
    path: 'departures/:departureId/change',
    lazy: async () => ({
      Component: (await import('#train/ui/departure/DepartureForm.tsx')).ChangeDeparture,
    }),
  },
  {
    path: 'calendar',
    lazy: async () => ({ Component: (await import('#train/ui/timetable/Calendar.tsx')).Calendar }),
  },
  {
    path: 'timetables',
    lazy: async () => ({
      Component: (await import('#train/ui/timetable/Timetables.tsx')).Timetables,
    }),
  },
  {
    path: 'timetables/new',
    lazy: async () => ({
      Component: (await import('#train/ui/timetable/TimetableForm.tsx')).NewTimetable,
    }),
  },
  {
    path: 'timetables/:timetableId',
    lazy: async () => ({
      Component: (await import('#train/ui/timetable/TimetableScreen.tsx')).TimetableScreen,
    }),
  },
  {
    path: 'timetables/:timetableId/change',
    lazy: async () => ({
      Component: (await import('#train/ui/timetable/TimetableForm.tsx')).ChangeTimetable,
    }),
  },
  {
    path: 'diagram',
    lazy: async () => ({
      Component: (await import('#journey/ui/diagram/DiagramScreen.tsx')).DiagramScreen,
    }),
  },
  {
    path: 'figures',
    lazy: async () => ({
      Component: (await import('#figures/ui/FiguresScreen.tsx')).FiguresScreen,
    }),
  },
  {
    path: 'embargoes',
    lazy: async () => ({ Component: (await import('#train/ui/embargo/Embargoes.tsx')).Embargoes }),
  },
  {
    path: 'restrictions',
    lazy: async () => ({
      Component: (await import('#booking/ui/restriction/Restrictions.tsx')).Restrictions,
    }),
  },
  {
    path: 'rate-sheets',
    lazy: async () => ({ Component: (await import('#price/ui/RateSheets.tsx')).RateSheets }),
  },
  {
    path: 'rate-sheets/new',
    lazy: async () => ({ Component: (await import('#price/ui/RateSheetForm.tsx')).NewRateSheet }),
  },
  {
    path: 'rate-sheets/:rateSheetId',
    lazy: async () => ({
      Component: (await import('#price/ui/RateSheetScreen.tsx')).RateSheetScreen,
    }),
  },
  {
    path: 'rate-sheets/:rateSheetId/change',
    lazy: async () => ({
      Component: (await import('#price/ui/RateSheetForm.tsx')).ChangeRateSheet,
    }),
  },
  {
    path: 'services',
    lazy: async () => ({ Component: (await import('#train/ui/line/Services.tsx')).Services }),
  },
  {
    path: 'services/new',
    lazy: async () => ({ Component: (await import('#train/ui/line/ServiceForm.tsx')).NewService }),
  },
  {
    path: 'services/:serviceId',
    lazy: async () => ({
      Component: (await import('#train/ui/line/ServiceScreen.tsx')).ServiceScreen,
    }),
  },
  {
    path: 'services/:serviceId/change',
    lazy: async () => ({
      Component: (await import('#train/ui/line/ServiceForm.tsx')).ChangeService,
    }),
  },
  {
    path: 'bookings',
    lazy: async () => ({ Component: (await import('#booking/ui/list/Bookings.tsx')).Bookings }),
  },
  {
    path: 'bookings/new',
    lazy: async () => ({
      Component: (await import('#booking/ui/form/BookingForm.tsx')).BookingForm,
    }),
  },
  {
    path: 'bookings/bulk',
    lazy: async () => ({
      Component: (await import('#booking/ui/bulk/BulkBooking.tsx')).BulkBooking,
    }),
  },
  {
    path: 'bookings/lcl',
    lazy: async () => ({ Component: (await import('#booking/ui/lcl/LclForm.tsx')).LclForm }),
  },
  { path: 'bookings/:bookingId', lazy: bookingScreen },
  { path: 'containers', lazy: containersScreen },
  { path: 'containers/:containerId', lazy: containerScreen },
  {
    path: 'map',
    lazy: async () => ({ Component: (await import('#journey/ui/map/MapScreen.tsx')).MapScreen }),
  },
  {
    path: 'alerts',
    lazy: async () => ({ Component: (await import('#alert/ui/Alerts.tsx')).Alerts }),
  },
  {
    path: 'alerts/rules',
    lazy: async () => ({ Component: (await import('#alert/ui/AlertRules.tsx')).AlertRules }),
  },
  {
    path: 'share-links',
    lazy: async () => ({
      Component: (await import('#journey/ui/share/ShareLinksScreen.tsx')).ShareLinksScreen,
    }),
  },
  {
    path: 'geofences',
    lazy: async () => ({ Component: (await import('#journey/ui/fences/Fences.tsx')).Fences }),
  },
  {
    path: 'trackers',
    lazy: async () => ({ Component: (await import('#tracking/ui/Trackers.tsx')).Trackers }),
  },
  {
    path: 'position-lists',
    lazy: async () => ({
      Component: (await import('#tracking/ui/lists/PositionLists.tsx')).PositionLists,
    }),
  },
  {
    path: 'notices',
    lazy: async () => ({ Component: (await import('#notice/ui/Notices.tsx')).Notices }),
  },
  {
    path: 'organisation',
    lazy: async () => ({
      Component: (await import('#identity/ui/OrganisationScreen.tsx')).OrganisationScreen,
    }),
  },
  {
    path: 'organisations',
    lazy: async () => ({
      Component: (await import('#identity/ui/Organisations.tsx')).Organisations,
    }),
  },
  {
    path: 'ledger',
    lazy: async () => ({ Component: (await import('#passport/ui/LedgerScreen.tsx')).LedgerScreen }),
  },
  {
    path: 'developers',
    lazy: async () => ({
      Component: (await import('#web/developers/Developers.tsx')).Developers,
    }),
  },
  { path: '*', Component: Lost },
]

const routes: RouteObject[] = [
  {
    path: 's/:token',
    HydrateFallback: Opening,
    ErrorBoundary: Broken,
    lazy: async () => ({
      Component: (await import('#journey/ui/share/SharedScreen.tsx')).SharedScreen,
    }),
  },
  {
    Component: PublicLayout,
    HydrateFallback: Opening,
    ErrorBoundary: Broken,
    children: withoutAccount,
  },
  {
    path: '/',
    Component: AppLayout,
    HydrateFallback: Opening,
    ErrorBoundary: Broken,
    children: signedIn,
  },
]

export const router = createBrowserRouter(routes)

async function departureScreen(): Promise<Pick<RouteObject, 'element'>> {
  const [{ DepartureScreen }, { departurePanels }] = await Promise.all([
    import('#train/ui/departure/DepartureScreen.tsx'),
    import('#web/Panels.tsx'),
  ])
  return { element: <DepartureScreen panels={departurePanels} /> }
}

async function bookingScreen(): Promise<Pick<RouteObject, 'element'>> {
  const [{ BookingScreen }, { stepForms }, { bookingPanels }] = await Promise.all([
    import('#booking/ui/BookingScreen.tsx'),
    import('#web/step-forms.ts'),
    import('#web/Panels.tsx'),
  ])
  return { element: <BookingScreen forms={stepForms} panels={bookingPanels} /> }
}

async function containersScreen(): Promise<Pick<RouteObject, 'element'>> {
  const [{ Containers }, { stepForms }] = await Promise.all([
    import('#booking/ui/list/Containers.tsx'),
    import('#web/step-forms.ts'),
  ])
  return { element: <Containers forms={stepForms} /> }
}

async function containerScreen(): Promise<Pick<RouteObject, 'element'>> {
  const [{ ContainerScreen }, { stepForms }, { containerPanels }] = await Promise.all([
    import('#booking/ui/container/ContainerScreen.tsx'),
    import('#web/step-forms.ts'),
    import('#web/Panels.tsx'),
  ])
  return { element: <ContainerScreen forms={stepForms} panels={containerPanels} /> }
}
