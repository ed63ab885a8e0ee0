/** What is known of the container that was picked on the map: where now, when expected, and what happened on its way. */
import { CloseOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { Link } from 'react-router'
import { ContainerTitle } from '#booking/ui/container/ContainerTitle.tsx'
import { DelayTag } from '#booking/ui/list/DelayTag.tsx'
import { CustomsTag, HoldTag, StageTag } from '#booking/ui/Tags.tsx'
import { etaTexts } from '#journey/words.ts'
import { HeardAt, WhereNow } from '#tracking/ui/PositionWords.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import type { FleetLine } from './fleet-line.ts'
import { heardOf } from './heard.ts'
import type { ContainerWay } from './use-container-way.ts'
import type { Replay } from './use-replay.ts'
import { WayTimeline } from './WayTimeline.tsx'

const texts = defineTexts({
  close: { zh: '关闭', en: 'Close', ru: 'Закрыть' },
  open: { zh: '查看集装箱', en: 'Open the container', ru: 'Открыть контейнер' },
  expected: etaTexts.expected,
  noPosition: {
    zh: '尚无定位数据，以下为最近作业地点。',
    en: 'No position yet; the milestones say where it was last.',
    ru: 'Координат пока нет; последнее место указано в истории.',
  },
})

interface SelectedContainerProps {
  readonly known: ContainerWay
  readonly line: FleetLine | null
  readonly replay: Replay | undefined
  readonly onClose: () => void
}

export function SelectedContainer({ known, line, replay, onClose }: SelectedContainerProps) {
  const t = useTexts(texts)
  const { container, problem, journey, events } = known
  if (problem !== null && container === undefined) return <ProblemAlert problem={problem} />
  if (container === undefined) return <Skeleton active />
  const heard = line === null ? undefined : heardOf(line)
  const eta = container.stage === 'arrived' ? null : (journey?.eta ?? null)
  return (
    <section className="panel map-selected" aria-label={container.containerNumber ?? undefined}>
      <div className="panel-head">
        <h2>
          <ContainerTitle container={container} />
        </h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
      </div>
      <div className="stack">
        <span className="row">
          <StageTag stage={container.stage} />
          <CustomsTag customs={container.customs} />
          <HoldTag held={container.held} />
          {line !== null && <DelayTag lateMinutes={line.lateMinutes} />}
        </span>
        <div className="stack" aria-live="polite">
          {heard === undefined ? (
            <span className="soft">{t('noPosition')}</span>
          ) : (
            <>
              <WhereNow position={heard} />
              <HeardAt position={heard} />
            </>
          )}
        </div>
        {eta !== null && (
          <span>
            {t('expected')}{' '}
            <strong>
              <LocalTime at={eta.p50At} station={container.journey.destination} />
            </strong>
          </span>
        )}
        <Link to={paths.container(container.id)}>{t('open')}</Link>
      </div>
      <WayTimeline events={events} replay={replay} />
    </section>
  )
}
