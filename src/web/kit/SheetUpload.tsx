/** A spreadsheet chosen from the desk and sent as it stands; what is wrong with which of its cells. */
import { UploadOutlined } from '@ant-design/icons'
import { Alert, App, Button } from 'antd'
import { useRef, type ReactNode } from 'react'
import { SHEET_BYTES_MAX, type CellFault, type SheetFile } from '#kernel/spreadsheet.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { ProblemAlert } from './ProblemAlert.tsx'

const texts = defineTexts({
  tooLarge: {
    zh: '文件超过 {kilobytes} KB',
    en: 'The file is larger than {kilobytes} kB',
    ru: 'Файл больше {kilobytes} КБ',
  },
  faults: {
    zh: '文件有 {count} 处错误，未作任何更改',
    en: [
      '{count} fault in the file; nothing was changed',
      '{count} faults in the file; nothing was changed',
    ],
    ru: [
      'В файле {count} ошибка, ничего не изменено',
      'В файле {count} ошибки, ничего не изменено',
      'В файле {count} ошибок, ничего не изменено',
    ],
  },
})

interface SheetUploadProps {
  readonly label: string
  readonly running: boolean
  readonly problem: Error | null
  readonly onFile: (file: SheetFile) => Promise<unknown>
  /** Beside the button: where a file to fill in is had. */
  readonly children?: ReactNode
}

export function SheetUpload({ label, running, problem, onFile, children }: SheetUploadProps) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File): Promise<void> => {
    if (file.size > SHEET_BYTES_MAX) {
      void message.error(t('tooLarge', { kilobytes: SHEET_BYTES_MAX / 1024 }))
      return
    }
    const base64 = toBase64(new Uint8Array(await file.arrayBuffer()))
    await onFile({ name: file.name, base64 })
  }
  return (
    <>
      <div className="row">
        <Button icon={<UploadOutlined />} loading={running} onClick={() => input.current?.click()}>
          {label}
        </Button>
        {children}
      </div>
      <input
        ref={input}
        type="file"
        style={{ display: 'none' }}
        accept=".xlsx,.csv"
        aria-label={label}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          // The same file, mended, may be chosen again.
          target.value = ''
          if (file) void read(file)
        }}
      />
      <ProblemAlert problem={problem} />
    </>
  )
}

export interface SheetFaultsProps {
  readonly count: number
  readonly items: readonly CellFault[]
}

export function SheetFaults({ count, items }: SheetFaultsProps) {
  const t = useTexts(texts)
  return (
    <Alert
      className="problem"
      type="error"
      showIcon
      role="alert"
      title={t('faults', { count })}
      description={
        <ul>
          {items.map(({ cell, column, detail }) => (
            <li key={cell + detail}>
              <strong>{cell}</strong> {column}: {detail}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
