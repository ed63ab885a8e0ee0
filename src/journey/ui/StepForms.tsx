/** Hand-over, hold in transit, its lifting and the replaced seal as forms. */
import { Checkbox, Form, Input, Select } from 'antd'
import { ContainerTitle } from '#booking/ui/container/ContainerTitle.tsx'
import { DocumentsField } from '#booking/ui/container/DocumentsInput.tsx'
import { ReasonField } from '#booking/ui/container/ReasonField.tsx'
import {
  papers,
  single,
  stepForm,
  whenAndWhere,
  type StepFieldsProps,
  type StepValues,
} from '#booking/ui/container/step-form.ts'
import type { Container } from '#booking/contract.ts'
import type { Gauge } from '#kernel/gauge.ts'
import { line } from '#kernel/line.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { handOverApi, HoldCause } from '#journey/contract.ts'
import { holdCauseTexts } from '#journey/words.ts'
import { TrainNumber } from '#train/contract.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'

const texts = defineTexts({
  gauge: {
    zh: '换装后轨距（毫米）',
    en: 'Gauge of the new wagons, mm',
    ru: 'Колея новых вагонов, мм',
  },
  newTrain: { zh: '接续车次', en: 'Goes on with train', ru: 'Далее с поездом' },
  newTrainHint: {
    zh: '换装后编组可能拆分或合并，不同去向请分批办理',
    en: 'Trains split and merge here: record each onward train by itself',
    ru: 'Здесь поезда делятся и объединяются: записывайте каждый следующий поезд отдельно',
  },
  oldWagon: { zh: '原车号', en: 'Old wagon', ru: 'Старый вагон' },
  newWagon: { zh: '新车号', en: 'New wagon', ru: 'Новый вагон' },
  sealFound: { zh: '现有封号', en: 'Seal found', ru: 'Пломба на дверях' },
  sealMissing: {
    zh: '无封或铅封损坏',
    en: 'Seal missing or broken',
    ru: 'Пломбы нет или повреждена',
  },
  damage: { zh: '破损情况', en: 'Damage', ru: 'Повреждения' },
  sealHint: {
    zh: '与在案封号不符或有破损时，该箱将自动途中暂扣',
    en: 'If it is not the seal on record, or there is damage, the container is held',
    ru: 'Если пломба не та или есть повреждения, контейнер будет задержан',
  },
  newSeal: { zh: '新封号', en: 'New seal', ru: 'Новая пломба' },
  causes: { zh: '暂扣原因类别', en: 'What it is held for', ru: 'Основание задержания' },
  missing: { zh: '请填写', en: 'Fill this in', ru: 'Заполните поле' },
})

function TransshipFields({ containers }: StepFieldsProps) {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  return (
    <>
      <div className="form-pair">
        <Form.Item
          name="gaugeMm"
          label={t('gauge')}
          rules={[{ required: true, message: t('missing') }]}
        >
          <Select
            options={[
              { value: 1520, label: '1520' },
              { value: 1435, label: '1435' },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="newTrainNumber"
          label={t('newTrain')}
          extra={t('newTrainHint')}
          rules={[valueRule(TrainNumber)]}
        >
          <Input autoComplete="off" />
        </Form.Item>
      </div>
      {containers.map((container) => (
        <MoveFields key={container.id} container={container} />
      ))}
      <DocumentsField kind="photo" />
    </>
  )
}

function MoveFields({ container }: { container: Container }) {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  const wagonRules = [{ required: true, message: t('missing') }, valueRule(WagonNumber)]
  const name = (field: string) => ['moves', container.id, field]
  return (
    <fieldset className="fieldset">
      <legend>
        <ContainerTitle container={container} />
      </legend>
      <div className="form-pair">
        <Form.Item name={name('oldWagonNumber')} label={t('oldWagon')} rules={wagonRules}>
          <Input autoComplete="off" inputMode="numeric" />
        </Form.Item>
        <Form.Item name={name('newWagonNumber')} label={t('newWagon')} rules={wagonRules}>
          <Input autoComplete="off" inputMode="numeric" />
        </Form.Item>
        <Form.Item
          name={name('sealFound')}
          label={t('sealFound')}
          extra={t('sealHint')}
          rules={[valueRule(SealNumber)]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name={name('damage')} label={t('damage')} rules={[valueRule(line(300))]}>
          <Input autoComplete="off" maxLength={300} />
        </Form.Item>
      </div>
      <Form.Item name={name('sealMissing')} valuePropName="checked">
        <Checkbox>{t('sealMissing')}</Checkbox>
      </Form.Item>
    </fieldset>
  )
}

interface MoveValues {
  readonly oldWagonNumber?: string
  readonly newWagonNumber?: string
  readonly sealFound?: string
  readonly sealMissing?: boolean
  readonly damage?: string
}

function movesOf(containers: readonly Container[], values: StepValues) {
  const moves = values['moves'] as Readonly<Record<string, MoveValues>>
  const newTrainNumber = values['newTrainNumber'] as string | undefined
  return containers.map(({ id }) => {
    const { oldWagonNumber = '', newWagonNumber = '', sealFound, sealMissing, damage } = moves[id]!
    return {
      containerId: id,
      oldWagonNumber,
      newWagonNumber,
      ...(newTrainNumber && { newTrainNumber }),
      ...(sealFound && { sealFound }),
      ...(sealMissing === true && { sealMissing }),
      ...(damage && { damage }),
      ...papers(values),
    }
  })
}

function HoldFields() {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <>
      <Form.Item
        name="causes"
        label={t('causes')}
        rules={[{ required: true, message: t('missing') }]}
      >
        <Select
          mode="multiple"
          options={HoldCause.options.map((value) => ({ value, label: say(holdCauseTexts[value]) }))}
        />
      </Form.Item>
      <ReasonField />
      <DocumentsField kind="damage_record" />
    </>
  )
}

function LiftFields() {
  return (
    <>
      <ReasonField />
      <DocumentsField kind="other" />
    </>
  )
}

function ResealFields() {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  return (
    <>
      <Form.Item
        name="sealNumber"
        label={t('newSeal')}
        rules={[{ required: true, message: t('missing') }, valueRule(SealNumber)]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <ReasonField />
      <DocumentsField kind="seal_record" />
    </>
  )
}

const reasonAndPapers = (values: StepValues) => ({
  ...whenAndWhere(values),
  reason: String(values['reason']),
  ...papers(values),
})

export const journeySteps = {
  plan_carriage: 'legs' as const,
  depart_pre_carriage: 'legs' as const,
  arrive_pre_carriage: 'legs' as const,
  depart_on_carriage: 'legs' as const,
  arrive_on_carriage: 'legs' as const,
  withdraw_carriage: 'legs' as const,
  transship: stepForm({
    endpoint: handOverApi.transship,
    many: true,
    Fields: TransshipFields,
    initial: (containers) => ({
      moves: Object.fromEntries(
        containers.map(({ id, wagonNumber }) => [id, { oldWagonNumber: wagonNumber ?? undefined }]),
      ),
    }),
    request: (containers, values) => ({
      body: {
        ...whenAndWhere(values),
        gaugeMm: values['gaugeMm'] as Gauge,
        moves: movesOf(containers, values),
      },
    }),
    fieldOf: (name, containers) =>
      name[0] === 'moves' && name[2] !== 'newTrainNumber'
        ? ['moves', containers[Number(name[1])]?.id ?? '', name[2] ?? '']
        : name.slice(-1),
  }),
  hold_in_transit: stepForm({
    endpoint: handOverApi.hold,
    many: false,
    Fields: HoldFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: { ...reasonAndPapers(values), causes: values['causes'] as HoldCause[] },
    }),
  }),
  lift_hold: stepForm({
    endpoint: handOverApi.lift,
    many: false,
    Fields: LiftFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: reasonAndPapers(values),
    }),
  }),
  reseal: stepForm({
    endpoint: handOverApi.reseal,
    many: false,
    Fields: ResealFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: { ...reasonAndPapers(values), sealNumber: String(values['sealNumber']) },
    }),
  }),
}
