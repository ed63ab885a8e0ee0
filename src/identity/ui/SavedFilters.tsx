/** The member's own filters of a list: one is chosen by its name; what stands in the address now is kept under another. */
import { DeleteOutlined, StarFilled, StarOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import {
  savedFilterApi,
  type FilteredScreen,
  type SavedFilter,
} from '#identity/saved-filter-contract.ts'
import { useAddress } from '#web/address.ts'
import { useFaults } from '#web/faults.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'

const texts = defineTexts({
  mine: { zh: '我的筛选', en: 'My filters', ru: 'Мои фильтры' },
  keep: { zh: '保存筛选…', en: 'Keep filter…', ru: 'Сохранить фильтр…' },
  now: { zh: '保存当前筛选', en: 'Keep what is shown now', ru: 'Сохранить текущий фильтр' },
  nothing: {
    zh: '当前没有筛选条件：先筛选，再保存。',
    en: 'Nothing is filtered now: choose a filter first.',
    ru: 'Сейчас фильтра нет: сначала задайте его.',
  },
  name: { zh: '名称', en: 'Name', ru: 'Название' },
  missing: { zh: '请填写名称', en: 'Give it a name', ru: 'Укажите название' },
  asDefault: {
    zh: '打开列表时默认使用',
    en: 'Show it when the list is opened',
    ru: 'Применять при открытии списка',
  },
  save: { zh: '保存', en: 'Keep', ru: 'Сохранить' },
  kept: { zh: '已保存的筛选', en: 'Filters you keep', ru: 'Сохранённые фильтры' },
  none: { zh: '还没有。', en: 'None yet.', ru: 'Пока нет.' },
  makeDefault: {
    zh: '设为默认：{name}',
    en: 'Make it the default: {name}',
    ru: 'Применять по умолчанию: {name}',
  },
  noDefault: {
    zh: '取消默认：{name}',
    en: 'No longer the default: {name}',
    ru: 'Не применять по умолчанию: {name}',
  },
  remove: { zh: '删除：{name}', en: 'Remove: {name}', ru: 'Удалить: {name}' },
  close: { zh: '关闭', en: 'Close', ru: 'Закрыть' },
})

interface SavedFiltersProps {
  readonly screen: FilteredScreen
  /** Of the address, those that are its filter. A day is none: it would soon be over. */
  readonly fields: readonly string[]
}

export function SavedFilters({ screen, fields }: SavedFiltersProps) {
  const t = useTexts(texts)
  const { search, set } = useAddress()
  const [open, setOpen] = useState(false)
  const { data } = useAsk(savedFilterApi.list, { query: { screen } })
  const now = Object.fromEntries(
    fields.flatMap((name) => (search.get(name) ? [[name, search.get(name)!]] : [])),
  )
  const kept = data?.items ?? []
  const cleared = Object.fromEntries(fields.map((name) => [name, undefined]))
  const shown = kept.find((filter) => isSame(filter.fields, now))
  return (
    <>
      {kept.length > 0 && (
        <Select
          allowClear
          aria-label={t('mine')}
          placeholder={t('mine')}
          value={shown?.id ?? null}
          onChange={(id: string | null | undefined) =>
            set({ ...cleared, ...kept.find((filter) => filter.id === id)?.fields })
          }
          options={kept.map(({ id, name, isDefault }) => ({
            value: id,
            label: isDefault ? `${name} ★` : name,
          }))}
        />
      )}
      <Button type="text" icon={<StarOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t('keep')}
      </Button>
      <Modal
        open={open}
        destroyOnHidden
        title={t('mine')}
        footer={<Button onClick={() => setOpen(false)}>{t('close')}</Button>}
        onCancel={() => setOpen(false)}
      >
        <div className="stack saved-filters">
          <KeepForm screen={screen} fields={now} onDone={() => setOpen(false)} />
          <h2>{t('kept')}</h2>
          <KeptList kept={kept} />
        </div>
      </Modal>
    </>
  )
}

type Fields = SavedFilter['fields']

function isSame(one: Fields, other: Fields): boolean {
  const names = Object.keys(one)
  const isEqual = names.every((name) => one[name] === other[name])
  return isEqual && names.length === Object.keys(other).length
}

interface KeepFormProps {
  readonly screen: FilteredScreen
  readonly fields: Fields
  readonly onDone: () => void
}

function KeepForm({ screen, fields, onDone }: KeepFormProps) {
  const t = useTexts(texts)
  const [form] = Form.useForm<Pick<SavedFilter, 'name' | 'isDefault'>>()
  const { run, running, problem } = useCommand(savedFilterApi.save, onDone)
  const left = useFaults(form, problem)
  if (Object.keys(fields).length === 0) return <p className="soft">{t('nothing')}</p>
  return (
    <Form
      form={form}
      name="saved-filter"
      layout="vertical"
      requiredMark={false}
      initialValues={{ isDefault: false }}
      onFinish={(typed) => void run({ body: { screen, fields, ...typed } })}
    >
      <h2>{t('now')}</h2>
      <ProblemAlert problem={left} />
      <Form.Item
        name="name"
        label={t('name')}
        rules={[{ required: true, whitespace: true, message: t('missing') }]}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="isDefault" valuePropName="checked">
        <Checkbox>{t('asDefault')}</Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={running}>
        {t('save')}
      </Button>
    </Form>
  )
}

function KeptList({ kept }: { kept: readonly SavedFilter[] }) {
  const t = useTexts(texts)
  const setDefault = useCommand(savedFilterApi.setDefault)
  const remove = useCommand(savedFilterApi.remove)
  if (kept.length === 0) return <p className="soft">{t('none')}</p>
  return (
    <>
      <ProblemAlert problem={setDefault.problem ?? remove.problem} />
      <ul className="plain-list">
        {kept.map(({ id, name, isDefault }) => (
          <li key={id} className="card-row">
            <span>{name}</span>
            <span className="row">
              <Button
                type="text"
                aria-label={t(isDefault ? 'noDefault' : 'makeDefault', { name })}
                aria-pressed={isDefault}
                icon={isDefault ? <StarFilled aria-hidden /> : <StarOutlined aria-hidden />}
                onClick={() =>
                  void setDefault.run({
                    params: { savedFilterId: id },
                    body: { isDefault: !isDefault },
                  })
                }
              />
              <Button
                type="text"
                danger
                aria-label={t('remove', { name })}
                icon={<DeleteOutlined aria-hidden />}
                onClick={() => void remove.run({ params: { savedFilterId: id } })}
              />
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
