/** The cargo lines of a booking. Fields that the reader's kind of party may not see are simply not there. */
import type { BookingView } from '#booking/contract.ts'
import {
  dangerousPaperTexts,
  writeDangerous,
  type DangerousGoods,
} from '#kernel/dangerous-goods.ts'
import { packageKindName } from '#kernel/package-kind.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { Mass, Money } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { formatNumber } from '#web/formats.ts'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  goods: { zh: '品名', en: 'Goods', ru: 'Наименование' },
  hs: { zh: 'HS 编码', en: 'HS code', ru: 'Код ТН ВЭД' },
  packages: { zh: '件数', en: 'Packages', ru: 'Мест' },
  volume: { zh: '体积（立方米）', en: 'Volume, m³', ru: 'Объём, м³' },
  mass: { zh: '毛重', en: 'Gross mass', ru: 'Масса брутто' },
  value: { zh: '货值', en: 'Value', ru: 'Стоимость' },
})

export function CargoPanel({ cargo }: Pick<BookingView, 'cargo'>) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { say, tag } = useLocale()
  if (cargo.length === 0) return null
  const shows = (field: keyof BookingView['cargo'][number]) =>
    cargo.some((line) => line[field] !== undefined)
  return (
    <section className="panel">
      <h2>{words('cargo')}</h2>
      <ScrollBox label={words('cargo')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('goods')}</th>
              {shows('hsCode') && <th scope="col">{t('hs')}</th>}
              <th scope="col">{t('packages')}</th>
              <th scope="col">{t('mass')}</th>
              {shows('volumeDm3') && <th scope="col">{t('volume')}</th>}
              {shows('value') && <th scope="col">{t('value')}</th>}
            </tr>
          </thead>
          <tbody>
            {cargo.map((line, index) => (
              <tr key={index}>
                <td>
                  {line.goodsName && say(line.goodsName)}
                  {line.dangerous && <DangerousCell dangerous={line.dangerous} />}
                </td>
                {shows('hsCode') && <td className="number">{line.hsCode}</td>}
                <td>
                  {line.packages !== undefined && formatNumber(line.packages, tag)}{' '}
                  {line.packageKind !== undefined && say(packageKindName(line.packageKind))}
                </td>
                <td>{line.grossMassKg !== undefined && <Mass kg={line.grossMassKg} />}</td>
                {shows('volumeDm3') && (
                  <td className="number">
                    {line.volumeDm3 !== undefined && formatNumber(line.volumeDm3 / 1_000, tag)}
                  </td>
                )}
                {shows('value') && (
                  <td>
                    {line.value && (
                      <Money minor={line.value.amountMinor} currency={line.value.currency} />
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

/** With its papers, which whoever receives the box asks for. */
function DangerousCell({ dangerous }: { dangerous: DangerousGoods }) {
  const { say } = useLocale()
  return (
    <div className="stack">
      <Pill tone="wait">{writeDangerous(dangerous)}</Pill>
      {dangerous.papers.map(({ kind, number }) => (
        <span key={kind + number} className="soft">
          {say(dangerousPaperTexts[kind])}: {number}
        </span>
      ))}
    </div>
  )
}
