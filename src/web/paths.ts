/** The only place where an address of the web app is written. paths.test.ts keeps a list of them all. */

export const paths = {
  home: () => '/',
  signIn: (next?: string) =>
    next === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  invitation: (token: string) => `/invitation/${part(token)}`,
  departures: () => '/departures',
  newDeparture: (serviceId: string) => `/departures/new?service=${part(serviceId)}`,
  changeDeparture: (departureId: string) => `/departures/${part(departureId)}/change`,
  services: () => '/services',
  newService: () => '/services/new',
  service: (serviceId: string) => `/services/${part(serviceId)}`,
  changeService: (serviceId: string) => `/services/${part(serviceId)}/change`,
  /** How much booked is beyond a smaller train, and where it goes. */
  shortenDeparture: (departureId: string) => `/departures/${part(departureId)}/shorten`,
  calendar: () => '/calendar',
  timetables: () => '/timetables',
  newTimetable: (serviceId: string) => `/timetables/new?service=${part(serviceId)}`,
  timetable: (timetableId: string) => `/timetables/${part(timetableId)}`,
  changeTimetable: (timetableId: string) => `/timetables/${part(timetableId)}/change`,
  embargoes: () => '/embargoes',
  alerts: () => '/alerts',
  alertRules: () => '/alerts/rules',
  rateSheets: () => '/rate-sheets',
  newRateSheet: () => '/rate-sheets/new',
  rateSheet: (rateSheetId: string) => `/rate-sheets/${part(rateSheetId)}`,
  changeRateSheet: (rateSheetId: string) => `/rate-sheets/${part(rateSheetId)}/change`,
  figures: () => '/figures',
  /** Distance over time, of a line. */
  diagram: (serviceId?: string) =>
    serviceId === undefined ? '/diagram' : `/diagram?service=${part(serviceId)}`,
  departure: (departureId: string) => `/departures/${part(departureId)}`,
  restrictions: () => '/restrictions',
  bookings: () => '/bookings',
  bulkBooking: (departureId?: string) =>
    departureId === undefined ? '/bookings/bulk' : `/bookings/bulk?departure=${part(departureId)}`,
  newBooking: (departureId: string) => `/bookings/new?departure=${part(departureId)}`,
  /** The same form, filled in from a booking: for another one, or to change it. */
  copyBooking: (departureId: string, bookingId: string) =>
    `/bookings/new?departure=${part(departureId)}&copy=${part(bookingId)}`,
  /** And from a template. */
  bookTemplate: (departureId: string, templateId: string) =>
    `/bookings/new?departure=${part(departureId)}&template=${part(templateId)}`,
  amendBooking: (departureId: string, bookingId: string) =>
    `/bookings/new?departure=${part(departureId)}&amend=${part(bookingId)}`,
  /** And for what a basket still lacks, at the price that was fixed before. */
  confirmBooking: (departureId: string, bookingId: string, quoteId?: string) =>
    `/bookings/new?departure=${part(departureId)}&confirm=${part(bookingId)}${quoteId === undefined ? '' : `&quote=${part(quoteId)}`}`,
  /** And for a request that is corrected before the operator has decided on it. */
  updateBooking: (departureId: string, bookingId: string) =>
    `/bookings/new?departure=${part(departureId)}&update=${part(bookingId)}`,
  bookLcl: (consolidationId: string) => `/bookings/lcl?consolidation=${part(consolidationId)}`,
  /** The same form for whichever consolidation of the train has the space first. */
  waitLcl: (departureId: string) => `/bookings/lcl?departure=${part(departureId)}`,
  /** The same form for space that is held already. */
  confirmLcl: (consolidationId: string, bookingId: string) =>
    `/bookings/lcl?consolidation=${part(consolidationId)}&confirm=${part(bookingId)}`,
  amendLcl: (consolidationId: string, bookingId: string) =>
    `/bookings/lcl?consolidation=${part(consolidationId)}&amend=${part(bookingId)}`,
  booking: (bookingId: string) => `/bookings/${part(bookingId)}`,
  containers: () => '/containers',
  container: (containerId: string) => `/containers/${part(containerId)}`,
  map: (containerId?: string) =>
    containerId === undefined ? '/map' : `/map?container=${part(containerId)}`,
  geofences: () => '/geofences',
  shareLinks: () => '/share-links',
  /** The live map for whoever was given this address. */
  shared: (token: string) => `/s/${part(token)}`,
  trackers: () => '/trackers',
  positionLists: () => '/position-lists',
  notices: (tab?: 'mail' | 'webhooks') => (tab === undefined ? '/notices' : `/notices?tab=${tab}`),
  organisation: () => '/organisation',
  organisations: () => '/organisations',
  ledger: () => '/ledger',
  developers: () => '/developers',
  /** The public page of a container: another entry, so not for the router but for a plain link. */
  passport: (code: string) => `/c/${part(code)}`,
  /** Where anyone checks a file. */
  verify: () => '/verify',
  /** Files the server makes. */
  bulkTemplate: () => '/api/bookings/bulk/template.xlsx',
  restrictionsFile: () => '/api/restrictions.xlsx',
  restrictionsTemplate: () => '/api/restrictions/template.xlsx',
  ratesTemplate: () => '/api/rates/template.xlsx',
  servicesFile: (type: 'xlsx' | 'csv') => `/api/services/file.${type}`,
  departuresFile: (type: 'xlsx' | 'csv', filter: URLSearchParams) => {
    const asked = filter.toString()
    return `/api/departures/file.${type}${asked === '' ? '' : `?${asked}`}`
  },
  timetablesFile: (type: 'xlsx' | 'csv', serviceId?: string) =>
    `/api/timetables/file.${type}${serviceId === undefined ? '' : `?service=${part(serviceId)}`}`,
  /** `asked`: as the screen of figures is asked. */
  figuresFile: (type: 'xlsx' | 'csv', asked: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams(asked)
    return `/api/figures.${type}${query.size > 0 ? `?${query}` : ''}`
  },
  ratesFile: (rateSheetId: string, type: 'xlsx' | 'csv') =>
    `/api/rate-sheets/${part(rateSheetId)}/rates.${type}`,
  chargesFile: (bookingId: string, type: 'xlsx' | 'csv') =>
    `/api/bookings/${part(bookingId)}/charges.${type}`,
  /** What a filter finds, or those picked. */
  bookingsFile: (type: 'xlsx' | 'csv', query: Readonly<Record<string, string>>) =>
    `/api/bookings/file.${type}?${new URLSearchParams(query)}`,
  containersFile: (type: 'xlsx' | 'csv', query: Readonly<Record<string, string>>) =>
    `/api/containers/file.${type}?${new URLSearchParams(query)}`,
  labels: (containerIds: readonly string[]) =>
    `/api/containers/labels.pdf?containers=${containerIds.map(part).join(',')}`,
  label: (containerId: string) => `/api/containers/${part(containerId)}/label.pdf`,
  routeProof: (containerId: string) => `/api/containers/${part(containerId)}/track/proof`,
  /** `show`: of what the reader may open, these alone; see passport/disclosure.ts. */
  evidence: (code: string, { show, as }: { show?: readonly string[]; as?: 'html' } = {}) => {
    const query = new URLSearchParams({ ...(show && { show: show.join(',') }), ...(as && { as }) })
    return `/api/passports/${part(code)}/evidence${query.size > 0 ? `?${query}` : ''}`
  },
} as const

function part(value: string): string {
  return encodeURIComponent(value)
}
