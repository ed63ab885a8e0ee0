/** What goes into an evidence file, chosen before it is made: nothing but the public parts, all the reader may open, or parts one by one. */
import { Button, Checkbox, Modal, Radio } from 'antd'
import { useState } from 'react'
import { documentKindTexts, eventTexts } from '#booking/words.ts'
import type { ContainerPassport } from '#passport/contract.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'

const texts = defineTexts({
  title: {
    zh: '证据文件包含哪些内容？',
    en: 'What goes into the evidence?',
    ru: 'Что войдёт в файл?',
  },
  public: { zh: '仅公开部分', en: 'Public parts only', ru: 'Только открытая часть' },
  all: { zh: '我有权出示的全部内容', en: 'All that I may open', ru: 'Всё, что я вправе раскрыть' },
  chosen: { zh: '逐项选择', en: 'Parts chosen one by one', ru: 'Выбрать по частям' },
  note: {
    zh: '未选的内容只留下加盐摘要：收件人看得出有所保留，但看不到内容。',
    en: 'Of what is not chosen the salted digest alone stays in: the reader sees that something is kept back, but not what.',
    ru: 'От невыбранного остаётся только отпечаток: получатель видит, что часть не предъявлена, но не её содержание.',
  },
  names: { zh: '各方名称', en: 'Names of the parties', ru: 'Названия сторон' },
  json: { zh: '下载文件（JSON）', en: 'Download the file (JSON)', ru: 'Скачать файл (JSON)' },
  html: {
    zh: '下载自核验网页（HTML）',
    en: 'Download a page that checks itself (HTML)',
    ru: 'Скачать страницу с самопроверкой (HTML)',
  },
})

type Extent = 'public' | 'all' | 'chosen'

interface EvidenceModalProps {
  readonly passport: ContainerPassport
  readonly open: boolean
  readonly onClose: () => void
}

export function EvidenceModal({ passport, open, onClose }: EvidenceModalProps) {
  const t = useTexts(texts)
  const [extent, setExtent] = useState<Extent>('public')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const show = extent === 'all' ? {} : { show: extent === 'public' ? [] : chosen }
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={t('title')}
      footer={[
        <Button key="html" href={paths.evidence(passport.code, { ...show, as: 'html' })} download>
          {t('html')}
        </Button>,
        <Button key="json" type="primary" href={paths.evidence(passport.code, show)} download>
          {t('json')}
        </Button>,
      ]}
    >
      <Radio.Group
        value={extent}
        onChange={({ target }) => setExtent(target.value as Extent)}
        options={(['public', 'all', 'chosen'] as const).map((value) => ({
          value,
          label: t(value),
        }))}
      />
      {extent === 'chosen' && <Choices passport={passport} chosen={chosen} onChange={setChosen} />}
      <p className="soft">{t('note')}</p>
    </Modal>
  )
}

interface ChoicesProps {
  readonly passport: ContainerPassport
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** As `?show=` spells them: see passport/disclosure.ts. */
function Choices({ passport, chosen, onChange }: ChoicesProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const statements = passport.statements.flatMap(({ sequence, event, opens, documents }) => [
    ...(opens
      ? [{ value: String(sequence), label: `${sequence}. ${say(eventTexts[event])}` }]
      : []),
    ...documents.map(({ number, kind, name }) => ({
      value: `${sequence}.${number}`,
      label: `${sequence}. ${say(documentKindTexts[kind])} · ${name}`,
    })),
  ])
  return (
    <Checkbox.Group
      className="choices"
      value={[...chosen]}
      onChange={(values) => onChange(values)}
      options={[{ value: 'names', label: t('names') }, ...statements]}
    />
  )
}
