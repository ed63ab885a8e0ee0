/** Papers that go with a step: chosen here, hashed here, and only their particulars are sent. The files stay where they are. */
import { DeleteOutlined, FileAddOutlined } from '@ant-design/icons'
import { Button, Form, Select, Upload } from 'antd'
import { useState } from 'react'
import { DocumentKind, STEP_DOCUMENTS_MAX, type StepDocument } from '#kernel/document.ts'
import { documentKindTexts } from '#booking/words.ts'
import { digestFile } from '#web/file-digest.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'

const texts = defineTexts({
  label: { zh: '随附单证', en: 'Papers that go with it', ru: 'Прилагаемые документы' },
  hint: {
    zh: '文件不会上传：只在本机计算摘要并写入声明，以后可单独向第三方证明其中任何一份。',
    en: 'Nothing is uploaded: the digest is made on this device and goes into the statement, so that each paper can later be proven alone.',
    ru: 'Файлы не отправляются: отпечаток вычисляется на этом устройстве и входит в заявление, чтобы каждый документ можно было подтвердить отдельно.',
  },
  add: { zh: '添加文件', en: 'Add a file', ru: 'Добавить файл' },
  kind: { zh: '{name} 的种类', en: 'Kind of {name}', ru: 'Вид документа {name}' },
  remove: { zh: '移除 {name}', en: 'Remove {name}', ru: 'Убрать {name}' },
})

const NAME_CHARS_MAX = 200

export function DocumentsField({ kind }: { kind: DocumentKind }) {
  const t = useTexts(texts)
  return (
    <Form.Item name="documents" label={t('label')} extra={t('hint')}>
      <DocumentsInput kind={kind} />
    </Form.Item>
  )
}

interface DocumentsInputProps {
  /** What a paper of this step most often is. */
  readonly kind: DocumentKind
  /** From the form. */
  readonly id?: string
  readonly value?: readonly StepDocument[]
  readonly onChange?: (documents: readonly StepDocument[]) => void
}

function DocumentsInput({ kind, id, value = [], onChange }: DocumentsInputProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const [reading, setReading] = useState(false)
  const add = async (file: File) => {
    setReading(true)
    const sha256 = await digestFile(file).finally(() => setReading(false))
    const name = file.name.slice(-NAME_CHARS_MAX)
    onChange?.([...value, { kind, name, sha256, bytes: file.size }])
  }
  return (
    <div className="documents" id={id}>
      {value.map((document, at) => (
        <div className="row" key={`${document.sha256}/${at}`}>
          <Select
            aria-label={t('kind', { name: document.name })}
            value={document.kind}
            options={DocumentKind.options.map((each) => ({
              value: each,
              label: say(documentKindTexts[each]),
            }))}
            onChange={(next) => onChange?.(value.with(at, { ...document, kind: next }))}
          />
          <span className="document-name" title={document.sha256}>
            {document.name}
          </span>
          <Button
            icon={<DeleteOutlined />}
            aria-label={t('remove', { name: document.name })}
            onClick={() => onChange?.(value.toSpliced(at, 1))}
          />
        </div>
      ))}
      {value.length < STEP_DOCUMENTS_MAX && (
        <Upload
          showUploadList={false}
          beforeUpload={(file) => {
            void add(file)
            return false
          }}
        >
          <Button icon={<FileAddOutlined />} loading={reading}>
            {t('add')}
          </Button>
        </Upload>
      )}
    </div>
  )
}
