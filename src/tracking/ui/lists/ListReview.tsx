/** A list as it is understood: its columns, the names that fit no station, what is wrong with which row, and what it would give. */
import { Alert, Button, Form, InputNumber, Select, Table } from 'antd'
import {
  HEADING_ROW_MAX,
  ListField,
  ListZone,
  type ListMapping,
  type ListRead,
  type TaughtStation,
} from '#tracking/list-contract.ts'
import { findStation } from '#kernel/station.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { StationSelect } from '#web/kit/Fields.tsx'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { ContainerNumber, LocalTime, StationName } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { listScreenTexts } from './list-texts.ts'

interface ListReviewProps {
  readonly told: ListRead
  readonly taught: readonly TaughtStation[]
  readonly busy: boolean
  readonly taking: boolean
  readonly onMapping: (mapping: ListMapping) => void
  readonly onTeach: (taught: readonly TaughtStation[]) => void
  readonly onTake: () => void
}

export function ListReview(props: ListReviewProps) {
  const { told, taking, busy, onTake } = props
  const t = useTexts(listScreenTexts)
  const { lacking, kept, known, refused } = told
  return (
    <div className="stack list-review">
      <MappingFields {...props} />
      {lacking.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={t('lacking', { fields: lacking.map((field) => t(field)).join(' · ') })}
        />
      ) : (
        <>
          <UnknownStations {...props} />
          <Faults outcome={told} />
          <Preview told={told} />
          <div className="card-row" role="status">
            <span>{t('ready', { kept, known, refused })}</span>
            <Button type="primary" disabled={busy || kept === 0} loading={taking} onClick={onTake}>
              {t('take', { kept })}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

function MappingFields({ told, busy, onMapping }: ListReviewProps) {
  const t = useTexts(listScreenTexts)
  const { mapping, mappingFrom, columns } = told
  const change = (changed: Partial<ListMapping>) => onMapping({ ...mapping, ...changed })
  const options = columns.map(({ index, letter, heading, samples }) => ({
    value: index,
    label: [heading || t('column', { letter }), samples[0]].filter(Boolean).join(' · '),
  }))
  const choose = (field: ListField, index: number | undefined) => {
    const { [field]: _, ...others } = mapping.columns
    change({ columns: index === undefined ? others : { ...others, [field]: index } })
  }
  return (
    <fieldset className="list-mapping">
      <legend>
        {t('columns')} <Pill>{t(mappingFrom)}</Pill>
      </legend>
      <Form layout="vertical" component="div" className="form-grid" disabled={busy}>
        {ListField.options.map((field) => (
          <Form.Item key={field} label={t(field)} htmlFor={`list-${field}`}>
            <Select
              id={`list-${field}`}
              allowClear
              value={mapping.columns[field] ?? null}
              options={options}
              onChange={(index: number | null | undefined) => choose(field, index ?? undefined)}
            />
          </Form.Item>
        ))}
        <ReadingFields mapping={mapping} onChange={change} />
      </Form>
    </fieldset>
  )
}

interface ReadingFieldsProps {
  readonly mapping: ListMapping
  readonly onChange: (changed: Partial<ListMapping>) => void
}

function ReadingFields({ mapping, onChange }: ReadingFieldsProps) {
  const t = useTexts(listScreenTexts)
  return (
    <>
      <Form.Item label={t('headingRow')} htmlFor="list-heading-row">
        <InputNumber
          id="list-heading-row"
          style={{ width: '100%' }}
          min={0}
          max={HEADING_ROW_MAX}
          value={mapping.headingRow}
          onChange={(row) => row !== null && onChange({ headingRow: row })}
        />
      </Form.Item>
      <Form.Item label={t('zone')} htmlFor="list-zone">
        <Select
          id="list-zone"
          value={mapping.zone}
          options={ListZone.options.map((value) => ({
            value,
            label: value === 'station' ? t('ofStation') : value,
          }))}
          onChange={(zone) => onChange({ zone })}
        />
      </Form.Item>
      <Form.Item label={t('dayOrder')} htmlFor="list-day-order">
        <Select
          id="list-day-order"
          value={mapping.dayFirst}
          options={[
            { value: true, label: t('dayFirst') },
            { value: false, label: t('monthFirst') },
          ]}
          onChange={(dayFirst) => onChange({ dayFirst })}
        />
      </Form.Item>
    </>
  )
}

function UnknownStations({ told, taught, onTeach }: ListReviewProps) {
  const t = useTexts(listScreenTexts)
  const { say } = useLocale()
  const { unknownStations } = told
  if (unknownStations.length === 0) return null
  const teach = (typed: string, station: string) =>
    onTeach([...taught.filter((one) => one.typed !== typed), { typed, station: station as never }])
  return (
    <section aria-label={t('unknown')} className="list-unknown">
      <h2>{t('unknown')}</h2>
      <p className="soft">{t('unknownNote')}</p>
      <ul>
        {unknownStations.map(({ typed, rows, suggestions }) => (
          <li key={typed}>
            <label htmlFor={`means-${typed}`}>{t('means', { typed, count: rows })}</label>
            <StationSelect
              id={`means-${typed}`}
              onChange={(code) => typeof code === 'string' && teach(typed, code)}
            />
            {suggestions.map((code) => (
              <Button key={code} size="small" onClick={() => teach(typed, code)}>
                {say(findStation(code)!.name)}?
              </Button>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The rows that are not taken, each with its line, cell and reason. */
export function Faults({
  outcome: { faults, refused },
}: {
  outcome: Pick<ListRead, 'faults' | 'refused'>
}) {
  const t = useTexts(listScreenTexts)
  if (faults.length === 0) return null
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('faults', { count: refused })}
      description={
        <ul className="list-faults">
          {faults.map(({ row, cell, column, detail }) => (
            <li key={cell + detail}>
              <strong>{t('row', { row })}</strong> <span className="soft">{column || cell}</span>{' '}
              {detail}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function Preview({ told: { rows } }: { told: ListRead }) {
  const t = useTexts(listScreenTexts)
  if (rows.length === 0) return null
  return (
    <ScrollBox label={t('preview')}>
      <Table
        aria-label={t('preview')}
        size="small"
        rowKey={({ row, containerId }) => `${row} ${containerId}`}
        dataSource={rows}
        pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={[
          { title: '#', dataIndex: 'row' },
          {
            title: t('container'),
            key: 'container',
            render: (_, { containerNumber }) => <ContainerNumber number={containerNumber} />,
          },
          {
            title: t('time'),
            key: 'time',
            render: (_, { at, station }) => <LocalTime at={at} station={station ?? undefined} />,
          },
          {
            title: t('place'),
            key: 'place',
            render: (_, { station, precision, latitude, longitude }) => (
              <span>
                {station !== null && <StationName code={station} />}{' '}
                {precision === 'coordinates' && (
                  <span className="soft number">
                    {latitude.toFixed(4)}, {longitude.toFixed(4)}
                  </span>
                )}
              </span>
            ),
          },
          { title: t('status'), dataIndex: 'status' },
          { title: t('remarks'), dataIndex: 'remarks' },
          {
            title: t('news'),
            key: 'known',
            render: (_, { known }) => (
              <Pill tone={known ? 'plain' : 'good'}>{known ? t('known') : t('fresh')}</Pill>
            ),
          },
        ]}
      />
    </ScrollBox>
  )
}
