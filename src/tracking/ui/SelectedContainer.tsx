/** What is known of the container that was picked on the map: where now, and its milestones. */
import { CloseOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { Link } from 'react-router'
import { bookingApi, type ContainerView } from '#booking/contract.ts'
import { ContainerTitle } from '#booking/ui/ContainerTitle.tsx'
import { CustomsTag, StageTag } from '#booking/ui/Tags.tsx'
import { eventTexts } from '#booking/words.ts'
import type { LivePosition } from '#tracking/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { HeardAt, WhereNow } from './PositionWords.tsx'

const texts = defineTexts({
  close: { zh: '关闭', en: 'Close', ru: 'Закрыть' },
  open: { zh: '查看集装箱', en: 'Open the container', ru: 'Открыть контейнер' },
  milestones: { zh: '作业记录', en: 'Milestones', ru: 'История' },
  noPosition: {
    zh: '尚无定位数据，以下为最近作业地点。',
    en: 'No position yet; the milestones say where it was last.',
    ru: 'Координат пока нет; последнее место указано в истории.',
  },
})

interface SelectedContainerProps {
  readonly containerId: string
  readonly position: LivePosition | undefined
  readonly onClose: () => void
}

export function SelectedContainer({ containerId, position, onClose }: SelectedContainerProps) {
  const t = useTexts(texts)
  const { data, error } = useAsk(bookingApi.getContainer, {
    params: { containerId },
    refetchEveryMs: 15_000,
  })
  if (error !== null && data === undefined) return <ProblemAlert problem={error} />
  if (data === undefined) return <Skeleton active />
  return (
    <section className="panel map-selected" aria-live="polite">
      <div className="panel-head">
        <h2>
          <ContainerTitle container={data} />
        </h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
      </div>
      <div className="stack">
        <span className="row">
          <StageTag stage={data.stage} />
          <CustomsTag customs={data.customs} />
        </span>
        {position === undefined ? (
          <span className="soft">{t('noPosition')}</span>
        ) : (
          <>
            <WhereNow position={position} />
            <HeardAt position={position} />
          </>
        )}
        <Link to={paths.container(containerId)}>{t('open')}</Link>
      </div>
      <Milestones container={data} />
    </section>
  )
}

function Milestones({ container }: { container: ContainerView }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section className="map-milestones" tabIndex={0} aria-label={t('milestones')}>
      <Timeline
        label={t('milestones')}
        entries={container.history
          .toSorted((a, b) => b.sequence - a.sequence)
          .map(({ sequence, event, at, place }) => ({
            key: String(sequence),
            title: say(eventTexts[event]),
            when: <LocalTime at={at} station={place} />,
            note: <StationName code={place} />,
          }))}
      />
    </section>
  )
}
