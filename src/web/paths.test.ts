/** Every address of the web app in one list: a changed line here is a broken bookmark there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paths } from '#web/paths.ts'

test('the addresses of the web app', () => {
  assert.deepEqual(
    {
      home: paths.home(),
      signIn: paths.signIn(),
      signInAndBack: paths.signIn('/bookings/bkg_1?a=b'),
      invitation: paths.invitation('t0/k&n'),
      departures: paths.departures(),
      embargoes: paths.embargoes(),
      alerts: paths.alerts(),
      departure: paths.departure('dep_1'),
      bookings: paths.bookings(),
      newBooking: paths.newBooking('dep_1'),
      booking: paths.booking('bkg_1'),
      containers: paths.containers(),
      container: paths.container('ctr_1'),
      map: paths.map(),
      mapAt: paths.map('ctr_1'),
      trackers: paths.trackers(),
      positionLists: paths.positionLists(),
      notices: paths.notices(),
      webhooks: paths.notices('webhooks'),
      organisation: paths.organisation(),
      organisations: paths.organisations(),
      developers: paths.developers(),
      passport: paths.passport('ABCD'),
      label: paths.label('ctr_1'),
      evidence: paths.evidence('ABCD'),
      someEvidence: paths.evidence('ABCD', { show: ['1', '7.2'], as: 'html' }),
      verify: paths.verify(),
    },
    {
      home: '/',
      signIn: '/sign-in',
      signInAndBack: '/sign-in?next=%2Fbookings%2Fbkg_1%3Fa%3Db',
      invitation: '/invitation/t0%2Fk%26n',
      departures: '/departures',
      embargoes: '/embargoes',
      alerts: '/alerts',
      departure: '/departures/dep_1',
      bookings: '/bookings',
      newBooking: '/bookings/new?departure=dep_1',
      booking: '/bookings/bkg_1',
      containers: '/containers',
      container: '/containers/ctr_1',
      map: '/map',
      mapAt: '/map?container=ctr_1',
      trackers: '/trackers',
      positionLists: '/position-lists',
      notices: '/notices',
      webhooks: '/notices?tab=webhooks',
      organisation: '/organisation',
      organisations: '/organisations',
      developers: '/developers',
      passport: '/c/ABCD',
      label: '/api/containers/ctr_1/label.pdf',
      evidence: '/api/passports/ABCD/evidence',
      someEvidence: '/api/passports/ABCD/evidence?show=1%2C7.2&as=html',
      verify: '/verify',
    },
  )
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
      paths.amendBooking('dep_1', 'bkg_1'),
      paths.confirmBooking('dep_1', 'bkg_1'),
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
      '/bookings/new?departure=dep_1&amend=bkg_1',
      '/bookings/new?departure=dep_1&confirm=bkg_1',
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
    '/api/timetables/file.xlsx': paths.timetablesFile('xlsx'),
  }
  for (const [address, made] of Object.entries(addresses)) assert.equal(made, address)
})
