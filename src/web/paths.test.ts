/** Every address of the web app in one list: a changed line here is a broken bookmark there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paths } from '#web/paths.ts'

const ADDRESSES: readonly (readonly [made: string, written: string])[] = [
  [paths.home(), '/'],
  [paths.signIn(), '/sign-in'],
  [paths.signIn('/bookings/bkg_1?a=b'), '/sign-in?next=%2Fbookings%2Fbkg_1%3Fa%3Db'],
  [paths.invitation('t0/k&n'), '/invitation/t0%2Fk%26n'],
  [paths.departures(), '/departures'],
  [paths.embargoes(), '/embargoes'],
  [paths.figures(), '/figures'],
  [paths.diagram(), '/diagram'],
  [paths.diagram('svc_1'), '/diagram?service=svc_1'],
  [paths.figuresFile('csv', { corridor: 'west' }), '/api/figures.csv?corridor=west'],
  [paths.alerts(), '/alerts'],
  [paths.departure('dep_1'), '/departures/dep_1'],
  [paths.bookings(), '/bookings'],
  [paths.newBooking('dep_1'), '/bookings/new?departure=dep_1'],
  [paths.bookLcl('con_1'), '/bookings/lcl?consolidation=con_1'],
  [paths.amendLcl('con_1', 'bkg_1'), '/bookings/lcl?consolidation=con_1&amend=bkg_1'],
  [paths.booking('bkg_1'), '/bookings/bkg_1'],
  [paths.containers(), '/containers'],
  [paths.container('ctr_1'), '/containers/ctr_1'],
  [paths.map(), '/map'],
  [paths.map('ctr_1'), '/map?container=ctr_1'],
  [paths.geofences(), '/geofences'],
  [paths.trackers(), '/trackers'],
  [paths.positionLists(), '/position-lists'],
  [paths.notices(), '/notices'],
  [paths.notices('webhooks'), '/notices?tab=webhooks'],
  [paths.organisation(), '/organisation'],
  [paths.organisations(), '/organisations'],
  [paths.developers(), '/developers'],
  [paths.passport('ABCD'), '/c/ABCD'],
  [paths.label('ctr_1'), '/api/containers/ctr_1/label.pdf'],
  [paths.routeProof('ctr_1'), '/api/containers/ctr_1/track/proof'],
  [paths.evidence('ABCD'), '/api/passports/ABCD/evidence'],
  [
    paths.evidence('ABCD', { show: ['1', '7.2'], as: 'html' }),
    '/api/passports/ABCD/evidence?show=1%2C7.2&as=html',
  ],
  [paths.verify(), '/verify'],
]

test('the addresses of the web app', () => {
  for (const [made, written] of ADDRESSES) assert.equal(made, written)
})

test('the addresses of restrictions and of sheets of containers', () => {
  assert.deepEqual(
    [
      paths.restrictions(),
      paths.restrictionsFile(),
      paths.restrictionsTemplate(),
      paths.bulkBooking(),
      paths.bulkBooking('dep_1'),
      paths.bulkTemplate(),
    ],
    [
      '/restrictions',
      '/api/restrictions.xlsx',
      '/api/restrictions/template.xlsx',
      '/bookings/bulk',
      '/bookings/bulk?departure=dep_1',
      '/api/bookings/bulk/template.xlsx',
    ],
  )
})

test('the addresses of prices', () => {
  assert.deepEqual(
    [
      paths.rateSheets(),
      paths.newRateSheet(),
      paths.rateSheet('rsh_1'),
      paths.changeRateSheet('rsh_1'),
      paths.ratesTemplate(),
      paths.ratesFile('rsh_1', 'xlsx'),
      paths.chargesFile('bkg_1', 'csv'),
      paths.copyBooking('dep_1', 'bkg_1'),
      paths.bookTemplate('dep_1', 'tpl_1'),
      paths.amendBooking('dep_1', 'bkg_1'),
      paths.confirmBooking('dep_1', 'bkg_1'),
      paths.updateBooking('dep_1', 'bkg_1'),
    ],
    [
      '/rate-sheets',
      '/rate-sheets/new',
      '/rate-sheets/rsh_1',
      '/rate-sheets/rsh_1/change',
      '/api/rates/template.xlsx',
      '/api/rate-sheets/rsh_1/rates.xlsx',
      '/api/bookings/bkg_1/charges.csv',
      '/bookings/new?departure=dep_1&copy=bkg_1',
      '/bookings/new?departure=dep_1&template=tpl_1',
      '/bookings/new?departure=dep_1&amend=bkg_1',
      '/bookings/new?departure=dep_1&confirm=bkg_1',
      '/bookings/new?departure=dep_1&update=bkg_1',
    ],
  )
})

test('the addresses of an operator’s lines and trains', () => {
  assert.deepEqual(
    {
      newDeparture: paths.newDeparture('svc_1'),
      changeDeparture: paths.changeDeparture('dep_1'),
      services: paths.services(),
      newService: paths.newService(),
      service: paths.service('svc_1'),
      changeService: paths.changeService('svc_1'),
    },
    {
      newDeparture: '/departures/new?service=svc_1',
      changeDeparture: '/departures/dep_1/change',
      services: '/services',
      newService: '/services/new',
      service: '/services/svc_1',
      changeService: '/services/svc_1/change',
    },
  )
})

test('the addresses of trains by the week and of what is done to a whole train', () => {
  const addresses = {
    '/calendar': paths.calendar(),
    '/timetables': paths.timetables(),
    '/timetables/new?service=svc_1': paths.newTimetable('svc_1'),
    '/timetables/ttb_1': paths.timetable('ttb_1'),
    '/timetables/ttb_1/change': paths.changeTimetable('ttb_1'),
    '/departures/dep_1/shorten': paths.shortenDeparture('dep_1'),
    '/api/timetables/file.csv?service=svc_1': paths.timetablesFile('csv', 'svc_1'),
    '/api/services/file.csv': paths.servicesFile('csv'),
    '/api/timetables/file.xlsx': paths.timetablesFile('xlsx'),
  }
  for (const [address, made] of Object.entries(addresses)) assert.equal(made, address)
})
