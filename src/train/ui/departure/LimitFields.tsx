/** What a train may carry besides its places: mass, reefer plugs, dangerous goods. Emptied, a limit is taken away. */
import { Form, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { CAPACITY_TEU_MAX, KG_A_TEU_MAX, WAGON_KG, type SlotAmount } from '#train/contract.ts'
import { limitTexts, wagonLimitText, type Limits } from '#train/train.ts'
import { formatNumber } from '#web/formats.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'

const texts = defineTexts({
  limits: { zh: '装载限制', en: 'Load limits', ru: 'Ограничения загрузки' },
  note: {
    zh: '订舱时逐项核对，任何一项不足即不能订舱或进入候补。',
    en: 'Each is checked when slots are taken: whatever runs out first closes the train.',
    ru: 'Каждое проверяется при бронировании: поезд закрывается, когда исчерпано любое из них.',
  },
  mass: { zh: '重量', en: 'Mass', ru: 'Масса' },
  special: { zh: '特种货物', en: 'Special cargo', ru: 'Особые грузы' },
  wagonHint: {
    zh: '每个 40 英尺车位，箱货合计',
    en: 'On one 40 ft place, boxes and cargo',
    ru: 'На одном 40-футовом месте, контейнеры с грузом',
  },
  unlimited: { zh: '不另限', en: 'No limit of its own', ru: 'Без отдельного предела' },
  massHint: {
    zh: '箱货合计；留空则不另限',
    en: 'Boxes and cargo; left empty, places alone are counted',
    ru: 'Контейнеры с грузом; пусто — считаются только места',
  },
  plugsHint: {
    zh: '留空则每个舱位均可供电',
    en: 'Left empty, as many as there are places',
    ru: 'Пусто — столько же, сколько мест',
  },
  dangerousHint: {
    zh: '0 表示不承运危险货物',
    en: '0: no dangerous goods on this train',
    ru: '0 — опасные грузы не принимаются',
  },
  taken: {
    zh: '已订和已包舱 {taken}，不能更低',
    en: '{taken} booked or allotted: it cannot be less',
    ru: 'Забронировано или отдано в квоты {taken}: меньше нельзя',
  },
})

/** `taken`: what is booked, held and allotted already, below which nothing may go. */
export function LimitFields({ taken }: { taken: SlotAmount }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <section className="panel" aria-label={t('limits')}>
      <h2>{t('limits')}</h2>
      <p className="soft">{t('note')}</p>
      <h3 className="panel-sub">{t('mass')}</h3>
      <div className="form-grid">
        <LimitField
          name="grossKgMax"
          label={say(limitTexts.grossKg)}
          taken={taken.grossKg}
          least={1}
          most={CAPACITY_TEU_MAX * KG_A_TEU_MAX}
          hint={t('massHint')}
        />
        <LimitField
          name="wagonKgMax"
          label={say(wagonLimitText)}
          taken={0}
          least={WAGON_KG.least}
          most={WAGON_KG.most}
          hint={t('wagonHint')}
        />
      </div>
      <h3 className="panel-sub">{t('special')}</h3>
      <div className="form-grid">
        <LimitField
          name="reeferPlugs"
          label={say(limitTexts.plugs)}
          taken={taken.plugs}
          least={0}
          most={CAPACITY_TEU_MAX}
          hint={t('plugsHint')}
        />
        <LimitField
          name="dangerousPlaces"
          label={say(limitTexts.dangerousPlaces)}
          taken={taken.dangerousPlaces}
          least={0}
          most={CAPACITY_TEU_MAX}
          hint={t('dangerousHint')}
        />
      </div>
    </section>
  )
}

interface LimitFieldProps {
  readonly name: keyof Limits
  readonly label: string
  readonly taken: number
  readonly least: number
  readonly most: number
  readonly hint: ReactNode
}

function LimitField({ name, label, taken, least, most, hint }: LimitFieldProps) {
  const t = useTexts(texts)
  const { tag } = useLocale()
  const canBeEmpty = name === 'grossKgMax' || name === 'reeferPlugs'
  return (
    <Form.Item
      name={name}
      label={label}
      extra={
        <>
          {hint}
          {taken > 0 && <div>{t('taken', { taken: formatNumber(taken, tag) })}</div>}
        </>
      }
    >
      <InputNumber
        min={Math.max(least, taken)}
        max={most}
        precision={0}
        {...(canBeEmpty && { placeholder: t('unlimited') })}
        style={{ width: '100%' }}
      />
    </Form.Item>
  )
}
