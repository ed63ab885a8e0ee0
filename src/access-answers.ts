/** For access.test.ts: what every endpoint answers whoever must not learn anything from it. */

/**
 * What a stranger of an admitted kind is answered, then what a party of the record is answered about a record that is not: `=` the
 * same, so that nobody learns what exists; `-` where no record is named. `own`: done, or answered, with nothing of the record;
 * `boxed`: open to whoever has the code or a document's digest, as the container itself is; `shared`: to whoever was given a link to its
 * place, as long as the link lives.
 */
export const ANSWERS = `
GET  /api/map-tiles                                   own                              -
GET  /api/session                                     own                              -
POST /api/session/sign-in                             401 identity.sign_in_failed      -
POST /api/session/sign-out                            own                              -
GET  /api/organisations                               own                              -
POST /api/organisations                               own                              -
GET  /api/organisations/:organisationId               404 identity.organisation_absent =
GET  /api/organisations/:organisationId/keys          own                              404 identity.organisation_absent
POST /api/signing-key/replace                         own                              -
GET  /api/members                                     own                              -
POST /api/members/:memberId/change-role               404 identity.member_absent       =
POST /api/members/:memberId/deactivate                404 identity.member_absent       =
POST /api/members/:memberId/reactivate                404 identity.member_absent       =
GET  /api/invitations                                 own                              -
POST /api/invitations                                 own                              -
POST /api/invitations/:invitationId/revoke            404 identity.invitation_absent   =
POST /api/invitations/read                            404 identity.invitation_absent   -
POST /api/invitations/accept                          404 identity.invitation_absent   -
GET  /api/api-keys                                    own                              -
POST /api/api-keys                                    own                              -
POST /api/api-keys/:apiKeyId/revoke                   404 identity.api_key_absent      =
GET  /api/saved-filters                               own                              -
POST /api/saved-filters                               own                              -
POST /api/saved-filters/:savedFilterId/default        404 identity.filter_absent       =
POST /api/saved-filters/:savedFilterId/remove         404 identity.filter_absent       =
GET  /api/notice-kinds                                own                              -
GET  /api/notices                                     own                              -
GET  /api/notices/unread                              own                              -
POST /api/notices/mark-read                           404 notice.absent                -
GET  /api/mail-wishes                                 own                              -
POST /api/mail-wishes                                 own                              -
GET  /api/webhooks                                    own                              -
POST /api/webhooks                                    own                              -
POST /api/webhooks/:webhookId/change                  404 notice.webhook_absent        =
POST /api/webhooks/:webhookId/rotate-secret           404 notice.webhook_absent        =
POST /api/webhooks/:webhookId/delete                  404 notice.webhook_absent        =
POST /api/webhooks/:webhookId/test                    404 notice.webhook_absent        =
GET  /api/webhooks/:webhookId/messages                404 notice.webhook_absent        =
POST /api/webhooks/:webhookId/replay                  404 notice.webhook_absent        =
POST /api/services                                    own                              -
GET  /api/services                                    own                              -
GET  /api/services/:serviceId                         404 train.service_absent         =
POST /api/services/:serviceId/change                  403 train.not_your_service       404 train.service_absent
GET  /api/services/file.xlsx                          own                              -
GET  /api/services/file.csv                           own                              -
POST /api/services/read-file                          own                              -
POST /api/departures                                  403 train.not_your_service       404 train.service_absent
GET  /api/departures/file.xlsx                        own                              -
GET  /api/departures/file.csv                         own                              -
POST /api/departures/read-file                        own                              -
POST /api/departures/weekly                           403 train.not_your_service       404 train.service_absent
POST /api/departures/:departureId/change              403 train.not_your_service       404 train.departure_absent
GET  /api/departures                                  own                              -
GET  /api/departures/:departureId                     own                              404 train.departure_absent
POST /api/embargoes                                   own                              -
POST /api/embargoes/:embargoId/change                 403 train.embargo_not_yours      404 train.embargo_absent
POST /api/embargoes/:embargoId/withdraw               403 train.embargo_not_yours      404 train.embargo_absent
GET  /api/embargoes                                   own                              -
GET  /api/departures/:departureId/embargoes           own                              404 train.departure_absent
POST /api/departures/:departureId/consolidations      403 booking.not_your_train       404 train.departure_absent
GET  /api/departures/:departureId/consolidations      own                              404 train.departure_absent
GET  /api/consolidations/:consolidationId             own                              404 train.consolidation_absent
POST /api/consolidations/:consolidationId/bookings    own                              404 train.consolidation_absent
POST /api/departures/:departureId/consignments        own                              404 train.departure_absent
GET  /api/departures/:departureId/lcl-waiting         own                              404 train.departure_absent
GET  /api/departures/:departureId/lcl-waiting/proof   own                              404 train.departure_absent
POST /api/consolidations/:consolidationId/hold        own                              404 train.consolidation_absent
POST /api/bookings/:bookingId/consignment             404 booking.absent               =
POST /api/bookings/:bookingId/consignment/confirm     404 booking.absent               =
POST /api/bookings/:bookingId/receive                 404 booking.absent               =
POST /api/bookings/:bookingId/declare                 404 booking.absent               =
POST /api/departures/:departureId/allotments          403 train.not_your_service       404 train.departure_absent
POST /api/services/:serviceId/standing-allotments     403 train.not_your_service       404 train.service_absent
GET  /api/services/:serviceId/standing-allotments     403 train.not_your_service       404 train.service_absent
POST /api/standing-allotments/:standingAllotmentId/end 403 train.not_your_service      404 train.standing_absent
GET  /api/departures/:departureId/allotments          403 train.not_your_service       404 train.departure_absent
POST /api/departures/:departureId/allotments/:allotmentId/release 403 train.not_your_service 404 train.departure_absent
GET  /api/calendar                                    own                              -
POST /api/timetables                                  403 train.not_your_service       404 train.service_absent
POST /api/timetables/:timetableId/change              403 train.not_your_service       404 train.timetable_absent
POST /api/timetables/:timetableId/withdraw            403 train.not_your_service       404 train.timetable_absent
POST /api/timetables/:timetableId/exceptions          403 train.not_your_service       404 train.timetable_absent
POST /api/timetables/:timetableId/exceptions/:exceptionId/remove 403 train.not_your_service 404 train.timetable_absent
GET  /api/timetables                                  own                              -
GET  /api/timetables/:timetableId                     own                              404 train.timetable_absent
GET  /api/timetables/:timetableId/days                own                              404 train.timetable_absent
POST /api/timetables/read-file                        own                              -
GET  /api/timetables/file.xlsx                        own                              -
GET  /api/timetables/file.csv                         own                              -
POST /api/holidays                                    own                              -
POST /api/holidays/:holidayId/remove                  404 train.holiday_absent         =
GET  /api/holidays                                    own                              -
POST /api/rate-sheets                                 own                              -
POST /api/rate-sheets/:rateSheetId/change             404 price.sheet_absent           =
POST /api/rate-sheets/:rateSheetId/succeed            404 price.sheet_absent           =
POST /api/rate-sheets/:rateSheetId/publish            404 price.sheet_absent           =
POST /api/rate-sheets/:rateSheetId/withdraw           404 price.sheet_absent           =
POST /api/rates/read                                  own                              -
GET  /api/rate-sheets                                 own                              -
GET  /api/rate-sheets/:rateSheetId                    404 price.sheet_absent           =
GET  /api/departures/:departureId/rates               own                              404 train.departure_absent
POST /api/quotes                                      409 price.no_rate                404 train.departure_absent
POST /api/quotes/lcl                                  409 price.no_lcl_rate            404 train.departure_absent
GET  /api/quotes                                      own                              -
GET  /api/quotes/:quoteId                             404 price.quote_absent           =
GET  /api/bookings/:bookingId/charges                 404 price.charges_absent         =
GET  /api/rate-sheets/:rateSheetId/rates.xlsx         404 price.sheet_absent           =
GET  /api/rate-sheets/:rateSheetId/rates.csv          404 price.sheet_absent           =
GET  /api/rates/template.xlsx                         own                              -
GET  /api/rates/template.csv                          own                              -
GET  /api/bookings/:bookingId/charges.xlsx            404 price.charges_absent         =
GET  /api/bookings/:bookingId/charges.csv             404 price.charges_absent         =
GET  /api/charges.xlsx                                own                              -
GET  /api/charges.csv                                 own                              -
POST /api/bookings                                    own                              -
POST /api/bookings/hold                               own                              -
POST /api/bookings/bulk/read                          own                              -
POST /api/bookings/bulk                               422 booking.bulk_faulty          -
GET  /api/bookings/bulk/template.xlsx                 own                              -
GET  /api/booking-templates                           own                              -
POST /api/booking-templates                           404 booking.absent               -
POST /api/booking-templates/:templateId/delete        404 booking.template_absent      =
GET  /api/booking-templates/:templateId/fit           404 booking.template_absent      =
GET  /api/bookings/:bookingId/fit                     404 booking.absent               =
POST /api/bookings/:bookingId/confirm                 404 booking.absent               =
POST /api/bookings/:bookingId/take-offer              404 booking.absent               =
POST /api/bookings/:bookingId/update                  404 booking.absent               =
POST /api/bookings/:bookingId/decide                  404 booking.absent               =
POST /api/bookings/:bookingId/amend                   404 booking.absent               =
POST /api/bookings/:bookingId/amendment/withdraw      404 booking.absent               =
POST /api/bookings/:bookingId/amendment/decide        404 booking.absent               =
GET  /api/bookings/:bookingId/amendment               404 booking.absent               =
POST /api/restrictions                                own                              -
POST /api/restrictions/:restrictionId/change          403 booking.restriction_not_yours 404 booking.restriction_absent
POST /api/restrictions/:restrictionId/withdraw        403 booking.restriction_not_yours 404 booking.restriction_absent
POST /api/restrictions/read                           own                              -
GET  /api/restrictions                                own                              -
GET  /api/restrictions/:restrictionId/bookings        own                              404 booking.restriction_absent
GET  /api/departures/:departureId/restrictions        own                              404 train.departure_absent
GET  /api/restrictions.xlsx                           own                              -
GET  /api/restrictions.csv                            own                              -
GET  /api/restrictions/template.xlsx                  own                              -
GET  /api/restrictions/template.csv                   own                              -
GET  /api/departures/:departureId/waiting             own                              404 train.departure_absent
GET  /api/departures/:departureId/board               403 booking.not_your_train       404 train.departure_absent
GET  /api/departures/:departureId/waiting/proof       own                              404 train.departure_absent
GET  /api/bookings                                    own                              -
GET  /api/bookings/file.xlsx                          own                              -
GET  /api/bookings/file.csv                           own                              -
GET  /api/containers/file.xlsx                        own                              -
GET  /api/containers/file.csv                         own                              -
GET  /api/containers/labels.pdf                       422 passport.labels_unclear      -
GET  /api/bookings/:bookingId                         404 booking.absent               =
POST /api/bookings/:bookingId/cancel                  404 booking.absent               =
GET  /api/containers                                  own                              -
GET  /api/containers/:containerId                     404 booking.container_absent     =
POST /api/containers/:containerId/assign              404 booking.container_absent     =
GET  /api/departures/:departureId/sheet               403 booking.not_your_train       404 train.departure_absent
POST /api/departures/:departureId/load                403 booking.not_your_train       404 train.departure_absent
POST /api/departures/:departureId/unload              403 booking.not_your_train       404 train.departure_absent
POST /api/departures/:departureId/depart              403 booking.not_your_train       404 train.departure_absent
POST /api/departures/:departureId/roll-over           403 booking.not_your_train       404 train.departure_absent
GET  /api/departures/:departureId/shortening          403 booking.not_your_train       404 train.departure_absent
POST /api/departures/:departureId/shorten             403 booking.not_your_train       404 train.departure_absent
POST /api/departures/:departureId/cancel              403 booking.not_your_train       404 train.departure_absent
POST /api/containers/:containerId/receive             404 booking.container_absent     =
POST /api/containers/:containerId/stuff               404 booking.container_absent     =
POST /api/containers/:containerId/weigh               404 booking.container_absent     =
POST /api/containers/:containerId/seal                404 booking.container_absent     =
GET  /api/containers/:containerId/warehouse           404 booking.container_absent     =
POST /api/containers/:containerId/declare             404 booking.container_absent     =
POST /api/containers/:containerId/inspect             404 booking.container_absent     =
POST /api/containers/:containerId/hold                404 booking.container_absent     =
POST /api/containers/:containerId/release             404 booking.container_absent     =
GET  /api/containers/:containerId/customs             404 booking.container_absent     =
POST /api/trackers                                    own                              -
GET  /api/trackers                                    own                              -
POST /api/trackers/:trackerId/bind                    404 tracking.tracker_absent      =
POST /api/trackers/:trackerId/unbind                  404 tracking.tracker_absent      =
POST /api/trackers/:trackerId/command                 404 tracking.tracker_absent      =
GET  /api/trackers/:trackerId/commands                404 tracking.tracker_absent      =
GET  /api/trackers/:trackerId/messages                404 tracking.tracker_absent      =
GET  /api/trackers/quarantine                         own                              -
GET  /api/trackers/ways                               own                              -
POST /api/position-lists/read                         own                              -
POST /api/position-lists                              own                              -
GET  /api/position-lists                              own                              -
GET  /api/station-aliases                             own                              -
POST /api/station-aliases/forget                      own                              -
GET  /api/containers/:containerId/listed-positions    404 booking.container_absent     =
GET  /api/positions                                   own                              -
POST /api/positions                                   own                              -
GET  /api/containers/:containerId/track               404 booking.container_absent     =
POST /api/containers/border-arrive                    404 booking.container_absent     =
POST /api/containers/arrive                           404 booking.container_absent     =
GET  /api/positions/stream                            own                              -
POST /api/containers/transship                        404 booking.container_absent     =
POST /api/containers/:containerId/hold-in-transit     404 booking.container_absent     =
POST /api/containers/:containerId/lift-hold           404 booking.container_absent     =
POST /api/containers/:containerId/reseal              404 booking.container_absent     =
GET  /api/containers/:containerId/hand-overs          404 booking.container_absent     =
GET  /api/containers/:containerId/journey             404 booking.container_absent     =
POST /api/containers/:containerId/carriages           404 booking.container_absent     =
GET  /api/containers/:containerId/carriages           404 booking.container_absent     =
GET  /api/places                                       own                              -
POST /api/carriages/:carriageId                       404 journey.carriage_absent      =
POST /api/carriages/:carriageId/withdraw              404 journey.carriage_absent      =
GET  /api/etas                                        own                              -
GET  /api/fleet                                       own                              -
GET  /api/fleet/columns                               own                              -
GET  /api/fleet/stream                                own                              -
POST /api/share-links                                 404 booking.container_absent     =
GET  /api/share-links                                 own                              -
POST /api/share-links/:shareLinkId/revoke             404 journey.share_absent         =
GET  /api/shared/:token                               shared                           404 journey.share_over
GET  /api/shared/:token/containers/:containerId       shared                           404 journey.share_over
GET  /api/shared/:token/stream                        shared                           404 journey.share_over
GET  /api/services/:serviceId/diagram                 own                              404 train.service_absent
GET  /api/geofences                                   own                              -
POST /api/geofences/:station                          own                              -
GET  /api/geofences/:station/versions                 own                              -
GET  /api/alerts                                      own                              -
GET  /api/alerts/count                                own                              -
GET  /api/alerts/:alertId                             404 alert.absent                 =
POST /api/alerts/:alertId/acknowledge                 404 alert.absent                 =
POST /api/alerts/:alertId/mute                        404 alert.absent                 =
POST /api/alerts/:alertId/unmute                      404 alert.absent                 =
GET  /api/containers/:containerId/alerts              404 booking.container_absent     =
POST /api/containers/:containerId/temperature-range   404 booking.container_absent     =
GET  /api/alert-rules                                 own                              -
POST /api/alert-rules                                 own                              -
GET  /api/passports/:code                             boxed                            404 passport.absent
GET  /api/passports/:code/evidence                    boxed                            404 passport.absent
GET  /api/passports/:code/epcis                       boxed                            404 passport.absent
GET  /epcis/v2                                        own                              -
POST /epcis/v2/capture                                own                              -
GET  /epcis/v2/capture/:captureId                     404 exchange.capture_absent      =
POST /epcis/v2/events                                 422 exchange.event_refused       -
GET  /epcis/v2/events                                 own                              -
GET  /epcis/v2/events/:eventId                        404 exchange.event_absent        =
GET  /dcsa/tnt/v2/events                              own                              -
POST /dcsa/bkg/v2/bookings                            own                              -
GET  /dcsa/bkg/v2/bookings/:bookingReference          404 exchange.booking_absent      =
PUT  /dcsa/bkg/v2/bookings/:bookingReference          404 exchange.booking_absent      =
PATCH /dcsa/bkg/v2/bookings/:bookingReference         404 exchange.booking_absent      =
GET  /api/documents/:prefix                           boxed                            -
GET  /api/containers/:containerId/passport            404 booking.container_absent     =
GET  /api/containers/:containerId/label.pdf           404 booking.container_absent     =
GET  /api/statements/unsigned                         own                              -
POST /api/containers/:containerId/sign-statement      409 passport.nothing_to_sign     =
GET  /api/ledger                                      own                              -
GET  /ledger/checkpoint                               own                              -
GET  /ledger/tile/*                                   own                              -
GET  /ledger/tile/entries/*                           own                              -
GET  /api/containers/:containerId/track/proof         404 booking.container_absent     =
GET  /api/departures/:departureId/clearance           404 supervision.nothing_to_clear =
GET  /api/figures                                     own                              -
GET  /api/figures.xlsx                                own                              -
GET  /api/figures.csv                                 own                              -
`

/** What they answer is no secret of a record: names, timetables, the ledger, a picture of what is on the box; or it is packed. */
export const NO_SECRET = new Set([
  // Nothing waits to be decided.
  'GET /api/bookings/:bookingId/amendment',
  'GET /api/rate-sheets/:rateSheetId/rates.xlsx',
  'GET /api/rate-sheets/:rateSheetId/rates.csv',
  'GET /api/bookings/:bookingId/charges.xlsx',
  'GET /api/charges.xlsx',
  'GET /api/map-tiles',
  // Places of the world.
  'GET /api/places',
  // Sums; that they are of one's own bookings is for their slice to test.
  'GET /api/figures',
  'GET /api/figures.xlsx',
  'GET /api/figures.csv',
  'GET /api/organisations',
  'GET /api/organisations/:organisationId/keys',
  'GET /api/notice-kinds',
  'GET /api/notices/unread',
  'GET /api/alerts/count',
  'GET /api/alert-rules',
  'GET /api/mail-wishes',
  'GET /api/services',
  'GET /api/services/:serviceId',
  'GET /api/services/:serviceId/diagram',
  'GET /api/services/file.xlsx',
  'GET /api/services/file.csv',
  'GET /api/departures',
  'GET /api/departures/:departureId',
  'GET /api/departures/file.xlsx',
  'GET /api/departures/file.csv',
  'GET /api/departures/:departureId/allotments',
  'GET /api/departures/:departureId/consolidations',
  'GET /api/services/:serviceId/standing-allotments',
  'GET /api/timetables',
  'GET /api/timetables/:timetableId',
  'GET /api/timetables/:timetableId/days',
  'GET /api/timetables/file.xlsx',
  'GET /api/timetables/file.csv',
  'GET /api/holidays',
  'GET /api/calendar',
  'GET /api/departures/:departureId/waiting',
  'GET /api/departures/:departureId/waiting/proof',
  'GET /api/departures/:departureId/lcl-waiting',
  'GET /api/departures/:departureId/lcl-waiting/proof',
  'GET /api/departures/:departureId/embargoes',
  'GET /api/departures/:departureId/restrictions',
  'GET /api/restrictions',
  'GET /api/bookings/bulk/template.xlsx',
  'GET /api/restrictions.xlsx',
  'GET /api/restrictions.csv',
  'GET /api/restrictions/template.xlsx',
  'GET /api/restrictions/template.csv',
  'GET /api/embargoes',
  'GET /api/containers/:containerId/hand-overs',
  'GET /api/etas',
  // Without the mark of a first page it tells nothing but to read that.
  'GET /api/fleet/stream',
  // Nothing has moved yet.
  'GET /api/shared/:token/stream',
  'GET /api/geofences',
  'GET /api/geofences/:station/versions',
  'GET /api/trackers/ways',
  'GET /api/documents/:prefix',
  'GET /api/rates/template.xlsx',
  'GET /api/rates/template.csv',
  'GET /api/bookings/file.xlsx',
  'GET /api/containers/file.xlsx',
  'GET /api/containers/labels.pdf',
  'GET /api/containers/:containerId/label.pdf',
  'GET /api/ledger',
  'GET /epcis/v2',
  'GET /epcis/v2/capture/:captureId',
  'GET /ledger/checkpoint',
  'GET /ledger/tile/*',
  'GET /ledger/tile/entries/*',
])
