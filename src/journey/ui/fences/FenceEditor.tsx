/** One station's area as numbers to type: all that the map lets be dragged, and what was drawn there before. */
import { CloseOutlined } from '@ant-design/icons'
import { Button, InputNumber, Popconfirm, Segmented } from 'antd'
import type { Fence } from '#journey/fence/geofence.ts'
import { wayApi, type Geofence } from '#journey/way-contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime, StationName } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { asKind, type FenceKind } from './fence-drawing.ts'
import { fenceKindTexts, fenceTexts } from './fence-texts.ts'
import { FencePoints } from './FencePoints.tsx'
import { FenceSize } from './FenceSize.tsx'

interface FenceEditorProps {
  readonly geofence: Geofence
  /** As it is drawn at the moment. */
  readonly fence: Fence
  readonly isChanged: boolean
  /** Undefined: as it was. */
  readonly onChange: (fence: Fence | undefined) => void
  readonly onClose: () => void
}

export function FenceEditor(props: FenceEditorProps) {
  const { geofence, fence, isChanged, onChange, onClose } = props
  const t = useTexts(fenceTexts)
  const mayAct = useMayAct()
  const { station, source, version: over } = geofence
  const { run, running, problem } = useCommand(wayApi.drawGeofence, () => onChange(undefined))
  const keep = (kept: Fence | null) =>
    void run({ params: { station }, body: { fence: kept, over } })
  return (
    <section className="panel map-selected fence" aria-labelledby="fence-head">
      <div className="panel-head">
        <h2 id="fence-head">
          <StationName code={station} />
        </h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
      </div>
      <ProblemAlert problem={problem} />
      <fieldset className="fence-fields" disabled={!mayAct}>
        <ShapeFields fence={fence} onChange={onChange} />
      </fieldset>
      {mayAct && (
        <>
          <p className="soft">{t('hint')}</p>
          <div className="row">
            <Button
              type="primary"
              disabled={!isChanged}
              loading={running}
              onClick={() => keep(fence)}
            >
              {t('save')}
            </Button>
            {isChanged && <Button onClick={() => onChange(undefined)}>{t('discard')}</Button>}
            {source === 'own' && (
              <Popconfirm
                title={t('sure')}
                okText={t('takeAway')}
                cancelText={t('cancel')}
                onConfirm={() => keep(null)}
              >
                <Button danger>{t('takeAway')}</Button>
              </Popconfirm>
            )}
          </div>
        </>
      )}
      <Versions geofence={geofence} mayAct={mayAct} onTakeUp={onChange} />
    </section>
  )
}

interface ShapeFieldsProps {
  readonly fence: Fence
  readonly onChange: (fence: Fence) => void
}

function ShapeFields({ fence, onChange }: ShapeFieldsProps) {
  const t = useTexts(fenceTexts)
  const { say } = useLocale()
  const mayAct = useMayAct()
  return (
    <>
      <Segmented<FenceKind>
        aria-label={t('kind')}
        disabled={!mayAct}
        value={fence.kind}
        onChange={(kind) => onChange(asKind(fence, kind))}
        options={(['circle', 'polygon', 'corridor'] as const).map((value) => ({
          value,
          label: say(fenceKindTexts[value]),
        }))}
      />
      {fence.kind === 'circle' ? (
        <>
          <FencePoints
            points={[fence.centre]}
            label={() => t('centre')}
            onChange={([centre]) => centre && onChange({ ...fence, centre })}
          />
          <Kilometres
            label={t('radius')}
            min={0.2}
            value={fence.radiusKm}
            onChange={(radiusKm) => onChange({ ...fence, radiusKm })}
          />
        </>
      ) : (
        <FencePoints
          points={fence.points}
          pointsMin={fence.kind === 'polygon' ? 3 : 2}
          label={(number) => t('corner', { number })}
          onChange={(points) => onChange({ ...fence, points: [...points] })}
        />
      )}
      {fence.kind === 'corridor' && (
        <Kilometres
          label={t('width')}
          min={0.1}
          value={fence.widthKm}
          onChange={(widthKm) => onChange({ ...fence, widthKm })}
        />
      )}
    </>
  )
}

interface KilometresProps {
  readonly label: string
  readonly min: number
  readonly value: number
  readonly onChange: (km: number) => void
}

function Kilometres({ label, min, value, onChange }: KilometresProps) {
  return (
    <label className="fence-field">
      {label}
      <InputNumber<number>
        min={min}
        max={60}
        step={0.5}
        value={value}
        onChange={(km) => km !== null && onChange(km)}
      />
    </label>
  )
}

interface VersionsProps {
  readonly geofence: Geofence
  readonly mayAct: boolean
  readonly onTakeUp: (fence: Fence) => void
}

function Versions({ geofence: { station, version }, mayAct, onTakeUp }: VersionsProps) {
  const t = useTexts(fenceTexts)
  const { data } = useAsk(wayApi.geofenceVersions, { params: { station }, enabled: version > 0 })
  if (data === undefined || data.items.length === 0) return null
  return (
    <section aria-label={t('versions')}>
      <h3>{t('versions')}</h3>
      <ol className="fence-versions">
        {data.items.map(({ version: number, fence, drawnAt, drawnBy }) => (
          <li key={number}>
            <span>
              {t('version', { version: number })} ·{' '}
              {fence === null ? t('takenAway') : <FenceSize fence={fence} />}
              <span className="soft">
                {' '}
                · <LocalTime at={drawnAt} />
                {drawnBy !== null && ` · ${drawnBy}`}
              </span>
            </span>
            {mayAct && fence !== null && number !== version && (
              <Button size="small" onClick={() => onTakeUp(fence)}>
                {t('takeUp')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
