/** The same as a table: every stop of every train, each by the station's own clock, planned and actual. */
import { Link } from 'react-router'
import { getStation } from '#kernel/station.ts'
import type { Diagram, DiagramCall } from '#journey/diagram-contract.ts'
import { departureStateTexts } from '#train/ui/texts.ts'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { clockTime } from './clocks.ts'
import { diagramTexts } from './diagram-texts.ts'

export function DiagramTable({ diagram }: { diagram: Diagram }) {
  const t = useTexts(diagramTexts)
  const { say } = useLocale()
  const stops = diagram.stations.filter(({ isStop }) => isStop)
  return (
    <details className="panel diagram-table">
      <summary>
        <h2>{t('table')}</h2>
      </summary>
      <p className="soft">{t('tableNote')}</p>
      <ScrollBox label={t('tableNote')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('trainIs')}</th>
              {stops.map(({ station }) => (
                <th key={station} scope="col">
                  {say(getStation(station).name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {diagram.trains.map(({ departureId, trainNumber, state, calls }) => {
              const byStation = new Map(calls.map((call) => [call.station, call]))
              return (
                <tr key={departureId}>
                  <th scope="row">
                    <Link to={paths.departure(departureId)}>{trainNumber}</Link>
                    <div className="soft">{say(departureStateTexts[state])}</div>
                  </th>
                  {stops.map(({ station }) => (
                    <td key={station} className="number nowrap">
                      <Call call={byStation.get(station)} />
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollBox>
    </details>
  )
}

function Call({ call }: { call: DiagramCall | undefined }) {
  const t = useTexts(diagramTexts)
  if (call === undefined || call.plannedAt === null) return '–'
  const { timeZone } = getStation(call.station)
  const at = (moment: string) => clockTime(moment, timeZone)
  const { plannedAt, arrivedAt, leftAt, by } = call
  const times = [arrivedAt, leftAt].filter((moment) => moment !== null)
  const known = [...new Set(times.map(at))]
  return (
    <>
      <span className="soft">{at(plannedAt)}</span>
      {known.length > 0 && (
        <div>
          <strong>{known.join(' – ')}</strong>
          {by === 'seen' && <span className="soft"> {t('seen')}</span>}
        </div>
      )}
    </>
  )
}
