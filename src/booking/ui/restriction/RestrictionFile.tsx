/** A list of restrictions from a file: read first, shown as how many of what, then entered beside the own list or in its place. */
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { cargoRuleTexts } from '#booking/cargo/cargo-rule-words.ts'
import {
  restrictionApi,
  type NewRestriction,
  type RestrictionsRead,
} from '#booking/restriction-contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { SheetFaults, SheetUpload } from '#web/kit/SheetUpload.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'

const texts = defineTexts({
  upload: { zh: '导入 Excel / CSV', en: 'Import Excel or CSV', ru: 'Загрузить Excel или CSV' },
  template: { zh: '下载模板', en: 'Template', ru: 'Шаблон' },
  read: {
    zh: '文件含 {count} 条限制：{what}',
    en: ['{count} restriction in the file: {what}', '{count} restrictions in the file: {what}'],
    ru: [
      'В файле {count} ограничение: {what}',
      'В файле {count} ограничения: {what}',
      'В файле {count} ограничений: {what}',
    ],
  },
  add: { zh: '追加录入', en: 'Enter them beside mine', ru: 'Добавить к своим' },
  replace: { zh: '替换本单位全部限制', en: 'Put them in place of mine', ru: 'Заменить все свои' },
  forget: { zh: '放弃', en: 'Leave it', ru: 'Отмена' },
  entered: { zh: '限制已录入', en: 'The restrictions are entered', ru: 'Ограничения внесены' },
})

export function RestrictionFile() {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [read, setRead] = useState<RestrictionsRead>()
  const reading = useCommand(restrictionApi.read, setRead)
  const entering = useCommand(restrictionApi.enter, () => {
    setRead(undefined)
    void message.success(t('entered'))
  })
  return (
    <div className="stack file-row">
      <SheetUpload
        label={t('upload')}
        running={reading.running}
        problem={reading.problem}
        onFile={(file) => reading.run({ body: { file } })}
      >
        <a href={paths.restrictionsTemplate()} download>
          {t('template')}
        </a>
      </SheetUpload>
      <ProblemAlert problem={entering.problem} />
      {read && read.faultCount > 0 && <SheetFaults count={read.faultCount} items={read.faults} />}
      {read && read.faultCount === 0 && (
        <ReadFile
          items={read.items}
          running={entering.running}
          onEnter={(replace) => void entering.run({ body: { items: read.items, replace } })}
          onForget={() => setRead(undefined)}
        />
      )}
    </div>
  )
}

interface ReadFileProps {
  readonly items: readonly NewRestriction[]
  readonly running: boolean
  readonly onEnter: (replace: boolean) => void
  readonly onForget: () => void
}

function ReadFile({ items, running, onEnter, onForget }: ReadFileProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const byRule = Map.groupBy(items, ({ rule }) => rule)
  const what = [...byRule]
    .map(([rule, some]) => `${say(cargoRuleTexts[rule].name)} × ${some.length}`)
    .join(', ')
  return (
    <Alert
      className="problem"
      type="info"
      showIcon
      title={t('read', { count: items.length, what })}
      description={
        <div className="row">
          <Button type="primary" loading={running} onClick={() => onEnter(false)}>
            {t('add')}
          </Button>
          <Button loading={running} onClick={() => onEnter(true)}>
            {t('replace')}
          </Button>
          <Button type="text" onClick={onForget}>
            {t('forget')}
          </Button>
        </div>
      }
    />
  )
}
