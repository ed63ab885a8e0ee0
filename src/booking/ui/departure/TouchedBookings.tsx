/** The reader's open bookings that a restriction touches, with what it says of each. */
import { Button, Drawer, Skeleton } from 'antd'
import { Link } from 'react-router'
import { cargoRuleTexts } from '#booking/cargo/cargo-rule-words.ts'
import { restrictionApi, type Restriction } from '#booking/restriction-contract.ts'
import { LocalTime } from '#web/kit/Values.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useListing } from '#web/queries.ts'
import { FindingList } from '../form/FindingList.tsx'
import { BookingTag } from '../Tags.tsx'

const texts = defineTexts({
  none: {
    zh: '没有受影响的订舱。',
    en: 'It touches no booking of yours.',
    ru: 'Ваших бронирований оно не касается.',
  },
  more: { zh: '加载更多', en: 'Load more', ru: 'Показать ещё' },
})

interface TouchedBookingsProps {
  readonly restriction: Restriction
  readonly onClose: () => void
}

export function TouchedBookings({ restriction, onClose }: TouchedBookingsProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { items, loading, problem, hasMore, loadMore, loadingMore } = useListing(
    restrictionApi.affected,
    { params: { restrictionId: restriction.id } },
  )
  return (
    <Drawer open title={say(cargoRuleTexts[restriction.rule].name)} onClose={onClose}>
      <ProblemAlert problem={problem} />
      {loading && <Skeleton active />}
      {!loading && items.length === 0 && problem === null && <p>{t('none')}</p>}
      <ul className="plain-list">
        {items.map(({ booking, findings }) => (
          <li key={booking.id} className="stack">
            <span className="row">
              <Link className="strong-link number" to={paths.booking(booking.id)}>
                {booking.number}
              </Link>
              <BookingTag state={booking.state} />
            </span>
            <LocalTime at={booking.journey.departsAt} station={booking.journey.origin} />
            <FindingList findings={findings} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button block loading={loadingMore} onClick={loadMore}>
          {t('more')}
        </Button>
      )}
    </Drawer>
  )
}
