/** The dashboard: figures of one's own trains or bookings with their definitions, as numbers, charts and tables, to print and to take away. */
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { figuresApi, type Figures } from '#figures/contract.ts'
import { definitionsFor } from '#figures/definitions.ts'
import { figureTexts } from '#figures/words.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { FigureCharts } from './FigureCharts.tsx'
import { FigureTables } from './FigureTables.tsx'
import { FigureTiles } from './FigureTiles.tsx'
import { FiguresFilters } from './FiguresFilters.tsx'
import { useFiguresAsked, writtenOf } from './figures-query.ts'
import { screenTexts } from './screen-texts.ts'
import './figures.css'

export function FiguresScreen() {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const { organisation } = useSession()
  const [asked, set] = useFiguresAsked()
  const isShipper = organisation.kind !== 'operator'
  const { data, error, refetch } = useAsk(figuresApi.figures, { query: asked })
  const file = (type: 'xlsx' | 'csv') => paths.figuresFile(type, writtenOf(asked))
  const actions = (
    <>
      <Button icon={<DownloadOutlined aria-hidden />} href={file('xlsx')}>
        {t('excel')}
      </Button>
      <Button icon={<DownloadOutlined aria-hidden />} href={file('csv')}>
        {t('csv')}
      </Button>
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
        {t('print')}
      </Button>
    </>
  )
  return (
    <>
      <PageHeader
        title={say(figureTexts.figures)}
        note={t(isShipper ? 'ownNote' : 'note')}
        actions={actions}
      />
      <FiguresFilters asked={asked} set={set} figures={data} />
      {error !== null && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton active paragraph={{ rows: 8 }} />}
      {data !== undefined && <Shown figures={data} isShipper={isShipper} />}
    </>
  )
}

function Shown({ figures, isShipper }: { figures: Figures; isShipper: boolean }) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const { total } = figures
  const gone = total.cancelled.withTrain + total.cancelled.early + total.cancelled.late
  if (total.trains + total.trainsCancelled + total.bookings + gone + total.cancelled.declined === 0)
    return <EmptyState title={t('nothing')} />
  return (
    <>
      <FigureTiles total={total} isShipper={isShipper} />
      <FigureCharts figures={figures} isShipper={isShipper} />
      <FigureTables figures={figures} isShipper={isShipper} />
      <section className="panel">
        <h2>{say(figureTexts.howCounted)}</h2>
        <ul className="figure-definitions">
          {definitionsFor(isShipper).map((text) => (
            <li key={text.en}>{say(text)}</li>
          ))}
        </ul>
      </section>
    </>
  )
}
