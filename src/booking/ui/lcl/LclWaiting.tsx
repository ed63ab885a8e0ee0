/** Waiting for LCL space: whether and how to, in the form; who waits on a train, for its operator and for who books. */
import { Checkbox, Form, Radio } from 'antd'
import { Link } from 'react-router'
import { lclWaitingApi } from '#booking/lcl-waiting-contract.ts'
import type { Departure } from '#train/contract.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { slotTexts } from '../slot-texts.ts'
import { lclTexts } from './lcl-texts.ts'
import { Lot } from './LclWords.tsx'
import type { LclDraft } from './use-typed-lot.ts'

const LIVE_MS = 5_000

/** `always`: the form is for nothing else. */
export function LclWaitingFields({ always }: { readonly always: boolean }) {
  const t = useTexts(lclTexts)
  const slots = useTexts(slotTexts)
  const form = Form.useFormInstance<LclDraft>()
  const terms = Form.useWatch('ifFull', { form, preserve: true })
  const set = (waits: boolean) =>
    form.setFieldValue('ifFull', waits ? { promotion: 'automatic' } : undefined)
  return (
    <section className="panel" aria-label={slots('waiting')}>
      <h2>{slots('waiting')}</h2>
      {!always && (
        <Checkbox checked={terms !== undefined} onChange={({ target }) => set(target.checked)}>
          {t('ifFull')}
        </Checkbox>
      )}
      {terms !== undefined && (
        <Form.Item name={['ifFull', 'promotion']} label={slots('turn')}>
          <Radio.Group
            options={[
              { value: 'automatic', label: t('automatic') },
              { value: 'offer', label: slots('offer') },
            ]}
          />
        </Form.Item>
      )}
      <p className="soft">{t('rule')}</p>
    </section>
  )
}

/** Nothing is shown while nobody waits. */
export function LclWaitingList({ departure }: { readonly departure: Departure }) {
  const t = useTexts(lclTexts)
  const slots = useTexts(slotTexts)
  const { say } = useLocale()
  const { data } = useAsk(lclWaitingApi.lclWaitingList, {
    params: { departureId: departure.id },
    refetchEveryMs: LIVE_MS,
  })
  if (data === undefined || data.items.length === 0) return null
  return (
    <>
      <h3 className="panel-sub">{t('waiting')}</h3>
      <ol className="plain-list" aria-label={t('waiting')}>
        {data.items.map(({ place, asked, booking, offeredUntil }) => (
          <li key={place} className="card-row">
            <span className="row">
              <span className="number">{slots('place', { place })}</span>
              {booking && (
                <Link className="strong-link" to={paths.booking(booking.id)}>
                  {booking.number}
                </Link>
              )}
              {booking?.exporter && <span>{say(booking.exporter.names)}</span>}
              {offeredUntil && <Pill tone="good">{t('offered')}</Pill>}
            </span>
            <Lot lot={asked} words="lot" />
          </li>
        ))}
      </ol>
      <p className="soft">{t('rule')}</p>
    </>
  )
}
