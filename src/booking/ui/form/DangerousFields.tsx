/** What makes a cargo line dangerous goods: UN number, class, packing group, and the papers that go with it by their numbers. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, Input, Select } from 'antd'
import {
  DANGEROUS_CLASSES,
  DANGEROUS_PAPERS_MAX,
  DangerousClass,
  DangerousPaperKind,
  dangerousPaperTexts,
  PackingGroup,
  UnNumber,
} from '#kernel/dangerous-goods.ts'
import { line } from '#kernel/line.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'
import { formTexts } from './form-texts.ts'

const texts = defineTexts({
  is: { zh: '此货为危险货物', en: 'These are dangerous goods', ru: 'Это опасный груз' },
  un: { zh: '联合国编号', en: 'UN number', ru: 'Номер ООН' },
  class: { zh: '类别', en: 'Class', ru: 'Класс' },
  group: { zh: '包装类别（如有）', en: 'Packing group, if any', ru: 'Группа упаковки (если есть)' },
  papers: { zh: '随附单证', en: 'Papers', ru: 'Документы' },
  paper: { zh: '单证', en: 'Paper', ru: 'Документ' },
  number: { zh: '编号', en: 'Number', ru: 'Номер' },
  addPaper: { zh: '添加单证', en: 'Add a paper', ru: 'Добавить документ' },
  removePaper: { zh: '删除第 {n} 份单证', en: 'Remove paper {n}', ru: 'Убрать документ {n}' },
})

export function DangerousFields({ index }: { index: number }) {
  const t = useTexts(texts)
  const form = Form.useFormInstance()
  const name = ['cargo', index, 'dangerous']
  const isDangerous = Form.useWatch<unknown>(name, { form, preserve: true }) !== undefined
  return (
    <>
      <Checkbox
        checked={isDangerous}
        onChange={({ target }) =>
          form.setFieldValue(name, target.checked ? { papers: [] } : undefined)
        }
      >
        {t('is')}
      </Checkbox>
      {isDangerous && (
        <div className="indented">
          <Particulars index={index} />
          <Papers index={index} />
        </div>
      )}
    </>
  )
}

function Particulars({ index }: { index: number }) {
  const t = useTexts(texts)
  const words = useTexts(formTexts)
  const valueRule = useValueRule()
  const { say } = useLocale()
  const required = { required: true, message: words('missing') }
  return (
    <div className="form-grid">
      <Form.Item
        name={[index, 'dangerous', 'unNumber']}
        label={t('un')}
        rules={[required, valueRule(UnNumber)]}
      >
        <Input autoComplete="off" placeholder="UN3480" />
      </Form.Item>
      <Form.Item
        name={[index, 'dangerous', 'dangerousClass']}
        label={t('class')}
        rules={[required]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={DangerousClass.options.map((value) => ({
            value,
            label: `${value} · ${say(DANGEROUS_CLASSES[value])}`,
          }))}
        />
      </Form.Item>
      <Form.Item name={[index, 'dangerous', 'packingGroup']} label={t('group')}>
        <Select
          allowClear
          options={PackingGroup.options.map((value) => ({ value, label: value }))}
        />
      </Form.Item>
    </div>
  )
}

function Papers({ index }: { index: number }) {
  const t = useTexts(texts)
  return (
    <Form.List name={[index, 'dangerous', 'papers']}>
      {(papers, { add, remove }) => (
        <>
          {papers.map(({ key, name }) => (
            <PaperRow key={key} index={name} onRemove={() => remove(name)} />
          ))}
          {papers.length < DANGEROUS_PAPERS_MAX && (
            <Button
              size="small"
              icon={<PlusOutlined />}
              onClick={() => add({ kind: DangerousPaperKind.options[papers.length] })}
            >
              {t('addPaper')}
            </Button>
          )}
        </>
      )}
    </Form.List>
  )
}

function PaperRow({ index, onRemove }: { index: number; onRemove: () => void }) {
  const t = useTexts(texts)
  const words = useTexts(formTexts)
  const valueRule = useValueRule()
  const { say } = useLocale()
  const required = { required: true, message: words('missing') }
  return (
    <div className="paper-row">
      <Form.Item name={[index, 'kind']} label={t('paper')} rules={[required]}>
        <Select
          options={DangerousPaperKind.options.map((value) => ({
            value,
            label: say(dangerousPaperTexts[value]),
          }))}
        />
      </Form.Item>
      <Form.Item
        name={[index, 'number']}
        label={t('number')}
        rules={[required, valueRule(line(80))]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Button
        className="row-remove"
        icon={<DeleteOutlined />}
        aria-label={t('removePaper', { n: index + 1 })}
        onClick={onRemove}
      />
    </div>
  )
}
