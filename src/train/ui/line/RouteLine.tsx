/** A line in one row: its cities of origin, of each change of gauge, and of destination. */
import type { ServiceSummary } from '#train/contract.ts'
import { StationName } from '#web/kit/Values.tsx'

export function RouteLine({ service }: { service: ServiceSummary }) {
  const { stops, origin, destination } = service
  const crossings = stops.filter(
    (stop, index) => index > 0 && stop.gaugeMm !== stops[index - 1]?.gaugeMm,
  )
  const stations = new Set([origin, ...crossings.map((stop) => stop.station), destination])
  return (
    <span className="route-line">
      {[...stations].map((station, index) => (
        <span key={station}>
          {index > 0 && <span aria-hidden> → </span>}
          <StationName code={station} city />
        </span>
      ))}
    </span>
  )
}
