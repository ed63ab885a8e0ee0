/** The filters of map, list and table: one row for all three. */
import { Button, Input, Select } from 'antd'
import { memo } from 'react'
import { Stage } from '#booking/contract.ts'
import { stageTexts } from '#booking/words.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { Lateness, latenessTexts } from '#kernel/lateness.ts'
import { formatMoment } from '#web/formats.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import type { FleetFacets } from './fleet-line.ts'
import type { MapQuery } from './map-query.ts'

const texts = defineTexts({
  search: {
    zh: '箱号或订舱号',
    en: 'Container or booking number',
    ru: 'Номер контейнера или брони',
  },
  train: { zh: '全部车次', en: 'Any train', ru: 'Любой поезд' },
  shipper: { zh: '全部货主', en: 'Any shipper', ru: 'Любой грузоотправитель' },
  stage: { zh: '全部进度', en: 'Any stage', ru: 'Любой этап' },
  late: { zh: '准点与晚点', en: 'On time or late', ru: 'Вовремя или с опозданием' },
  clear: { zh: '清除筛选', en: 'Clear the filters', ru: 'Сбросить фильтры' },
})

interface MapFiltersProps {
  readonly query: MapQuery
  readonly facets: FleetFacets
}

/** Its lists hold a corridor's trains: made anew when these change, not whenever a container moves. */
export const MapFilters = memo(function MapFilters({
  query: { filter, set },
  facets,
}: MapFiltersProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  return (
    <search className="filters map-filters">
      <Input.Search
        // Typed into, it is the person's; set by the address, it is made anew.
        key={filter.q}
        allowClear
        aria-label={t('search')}
        placeholder={t('search')}
        defaultValue={filter.q}
        onSearch={(typed) => set({ q: typed.trim() })}
      />
      <TrainSelect train={filter.train} trains={facets.trains} set={set} />
      {(facets.shippers.length > 1 || filter.shipper !== undefined) && (
        <ShipperSelect shipper={filter.shipper} shippers={facets.shippers} set={set} />
      )}
      <Select<Stage>
        allowClear
        aria-label={t('stage')}
        placeholder={t('stage')}
        value={filter.stage ?? null}
        onChange={(stage: Stage | undefined) => set({ stage })}
        options={Stage.options
          .filter((stage) => stage !== 'cancelled')
          .map((value) => ({ value, label: say(stageTexts[value]) }))}
      />
      <Select<Lateness>
        allowClear
        aria-label={t('late')}
        placeholder={t('late')}
        value={filter.late ?? null}
        onChange={(late: Lateness | undefined) => set({ late })}
        options={Lateness.options.map((value) => ({ value, label: say(latenessTexts[value]) }))}
      />
      {isFiltered && (
        <Button
          type="link"
          onClick={() =>
            set({
              q: undefined,
              train: undefined,
              shipper: undefined,
              stage: undefined,
              late: undefined,
            })
          }
        >
          {t('clear')}
        </Button>
      )}
    </search>
  )
})

interface TrainSelectProps {
  readonly train: string | undefined
  readonly trains: FleetFacets['trains']
  readonly set: MapQuery['set']
}

function TrainSelect({ train, trains, set }: TrainSelectProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const city = (code: StationCode) => say(getStation(code).city)
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('train')}
      placeholder={t('train')}
      value={train ?? null}
      popupMatchSelectWidth={false}
      onChange={(chosen: string | undefined) => set({ train: chosen })}
      options={trains.map((one) => ({
        value: one.departureId as string,
        label: `${one.trainNumber} · ${dayOf(one)} · ${city(one.origin)} → ${city(one.destination)} (${one.count})`,
      }))}
    />
  )
}

interface ShipperSelectProps {
  readonly shipper: string | undefined
  readonly shippers: FleetFacets['shippers']
  readonly set: MapQuery['set']
}

function ShipperSelect({ shipper, shippers, set }: ShipperSelectProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('shipper')}
      placeholder={t('shipper')}
      value={shipper ?? null}
      popupMatchSelectWidth={false}
      onChange={(chosen: string | undefined) => set({ shipper: chosen })}
      options={shippers.map(({ id, names, count }) => ({
        value: id as string,
        label: `${say(names)} (${count})`,
      }))}
    />
  )
}

/** By the origin's calendar: month and day. */
function dayOf({ departsAt, origin }: FleetFacets['trains'][number]): string {
  return formatMoment(departsAt, getStation(origin).timeZone).slice(5, 10)
}
