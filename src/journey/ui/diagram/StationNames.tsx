/** The names beside the sheet, spaced as their stations are: they stay while the days are scrolled. Countries and changes of gauge are named here. */
import { getStation } from '#kernel/station.ts'
import type { DiagramStation } from '#journey/diagram-contract.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { diagramTexts } from './diagram-texts.ts'
import { gaugeBands, namePlaces, type Sheet } from './sheet.ts'

const BAND_PX = 7
const LEADER_PX = 12
/** Room for kilometres beside the names. */
const WIDE_PX = 140

interface NamesProps {
  readonly stations: readonly DiagramStation[]
  readonly sheet: Sheet
  readonly width: number
}

export function StationNames({ stations, sheet, width }: NamesProps) {
  const t = useTexts(diagramTexts)
  const { height, y } = sheet
  const places = namePlaces(stations, sheet)
  const edge = width - BAND_PX
  return (
    <svg className="diagram-names" width={width} height={height} aria-hidden>
      {edge > WIDE_PX && (
        <text className="diagram-weekday" x={edge - LEADER_PX - 3} y={28} textAnchor="end">
          {t('km')}
        </text>
      )}
      {gaugeBands(stations).map(({ gaugeMm, fromKm, toKm }) => (
        <rect
          key={fromKm}
          className={`diagram-gauge-${gaugeMm}`}
          x={edge}
          y={y(fromKm)}
          width={BAND_PX}
          height={y(toKm) - y(fromKm)}
        />
      ))}
      {stations.map((one, index) => (
        <Name
          key={one.station}
          one={one}
          before={stations[index - 1]}
          place={places[index]!}
          at={y(one.km)}
          edge={edge}
        />
      ))}
    </svg>
  )
}

interface NameProps {
  readonly one: DiagramStation
  readonly before: DiagramStation | undefined
  /** Where the name stands, and where the station is. */
  readonly place: number
  readonly at: number
  readonly edge: number
}

function Name({ one, before, place, at, edge }: NameProps) {
  const { say, tag } = useLocale()
  const { name, country } = getStation(one.station)
  const isNewCountry = before === undefined || getStation(before.station).country !== country
  const isChange = before !== undefined && before.gaugeMm !== one.gaugeMm
  const isWide = edge > WIDE_PX
  const km = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })
  return (
    <g>
      <path className="diagram-leader" d={`M${edge - LEADER_PX} ${place}L${edge} ${at}`} />
      {isNewCountry && (
        <text className="diagram-country" x={0} y={place + 4}>
          {country}
        </text>
      )}
      <text
        className={one.isStop ? 'diagram-name' : 'diagram-name diagram-name-passed'}
        x={20}
        y={place + 4}
      >
        {shortened(say(name), isWide ? 15 : 10)}
        {isChange && <tspan className="diagram-change-name"> ⇅</tspan>}
      </text>
      {isWide && (
        <text className="diagram-km" x={edge - LEADER_PX - 3} y={place + 4} textAnchor="end">
          {km.format(one.km)}
        </text>
      )}
    </g>
  )
}

/** Han characters are nearly twice as wide. */
function shortened(name: string, widthMax: number): string {
  let width = 0
  for (let index = 0; index < name.length; index += 1) {
    width += name.charCodeAt(index) > 0x2e80 ? 1.75 : 1
    if (width > widthMax) return `${name.slice(0, index)}…`
  }
  return name
}
