/** The keyboard all the way: to the search, through the rows of a list, to another screen; `?` shows which key does what. */
import { QuestionOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { menuTexts } from './menu.ts'

const texts = defineTexts({
  title: { zh: '键盘快捷键', en: 'Keyboard', ru: 'Клавиатура' },
  search: { zh: '到搜索框', en: 'To the search', ru: 'К поиску' },
  rows: { zh: '上一行、下一行', en: 'Row up, row down', ru: 'Строка выше, ниже' },
  open: { zh: '打开所在行', en: 'Open the row', ru: 'Открыть строку' },
  select: { zh: '选中或取消所在行', en: 'Select the row, or not', ru: 'Выбрать строку или снять' },
  escape: {
    zh: '关闭窗口，离开搜索框',
    en: 'Close, leave the search',
    ru: 'Закрыть, выйти из поиска',
  },
  help: { zh: '显示本说明', en: 'Show this', ru: 'Показать эту справку' },
  then: { zh: '先按 g，再按', en: 'g, then', ru: 'g, затем' },
  close: { zh: '关闭', en: 'Close', ru: 'Закрыть' },
})

/** After `g`: each is the first letter of the screen's English name. */
const SCREENS = {
  d: { key: 'departures', path: paths.departures() },
  b: { key: 'bookings', path: paths.bookings() },
  c: { key: 'containers', path: paths.containers() },
  m: { key: 'map', path: paths.map() },
  a: { key: 'alerts', path: paths.alerts() },
} as const
const isScreenKey = (key: string): key is keyof typeof SCREENS => key in SCREENS

const SECOND_KEY_MS = 1_500

export function Keys() {
  const t = useTexts(texts)
  const [open, setOpen] = useState(false)
  const navigate = useNavigate()
  const goPressedMs = useRef(-SECOND_KEY_MS)
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const isSecond = event.timeStamp - goPressedMs.current < SECOND_KEY_MS
      goPressedMs.current = -SECOND_KEY_MS
      if (isDialogOpen()) return
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveRow(event)
      else if (event.key === 'Escape') leaveField(event)
      else if (!isTyping(event.target)) {
        if (event.key === '/') toSearch(event)
        else if (event.key === '?') setOpen(true)
        else if (event.key === 'g') goPressedMs.current = event.timeStamp
        else if (isSecond && isScreenKey(event.key)) void navigate(SCREENS[event.key].path)
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate])
  return (
    <>
      <Button
        className="keys-button"
        type="text"
        icon={<QuestionOutlined aria-hidden />}
        aria-label={t('title')}
        title={t('title')}
        onClick={() => setOpen(true)}
      />
      <Modal
        open={open}
        title={t('title')}
        footer={<Button onClick={() => setOpen(false)}>{t('close')}</Button>}
        onCancel={() => setOpen(false)}
      >
        <HelpSheet />
      </Modal>
    </>
  )
}

function HelpSheet() {
  const t = useTexts(texts)
  const menu = useTexts(menuTexts)
  const rows: readonly (readonly [keys: readonly string[], what: string])[] = [
    [['/'], t('search')],
    [['↑', '↓'], t('rows')],
    [['Enter'], t('open')],
    [['Space'], t('select')],
    [['Esc'], t('escape')],
    [['?'], t('help')],
    ...Object.entries(SCREENS).map(([key, screen]) => [['g', key], menu(screen.key)] as const),
  ]
  return (
    <dl className="keys">
      {rows.map(([keys, what]) => (
        <div key={what}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What lies over the screen has the keyboard to itself. */
function isDialogOpen(): boolean {
  const dialogs = document.querySelectorAll('[role="dialog"], .ant-popconfirm')
  return [...dialogs].some((dialog) => dialog.checkVisibility({ visibilityProperty: true }))
}

const WRITES = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]'
/** They have their own use for the arrows. */
const HAS_ARROWS = `${WRITES}, [role="tab"], [role="radiogroup"], [role="listbox"], [role="menu"], .ant-segmented`

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(WRITES) !== null
}

/** The first field that is written in, else the first that is chosen from. */
function toSearch(event: KeyboardEvent): void {
  const fields = [...document.querySelectorAll<HTMLElement>('main search input')]
  const field = fields.find((each) => each.getAttribute('role') !== 'combobox') ?? fields[0]
  if (field === undefined) return
  event.preventDefault()
  field.focus()
}

function leaveField({ target }: KeyboardEvent): void {
  if (target instanceof HTMLElement && target.closest('main search') !== null) target.blur()
}

/** From a field of the search, or from nowhere, to the first row; from a row to its neighbour. */
function moveRow(event: KeyboardEvent): void {
  const { target, key } = event
  if (!(target instanceof Element)) return
  const isPlainSearch =
    key === 'ArrowDown' && target.closest('main search input:not([role="combobox"])') !== null
  if (!isPlainSearch && target.closest(HAS_ARROWS) !== null) return
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  const at = rows.findIndex((row) => row.contains(target))
  const next = at === -1 ? rows[0] : rows[at + (key === 'ArrowDown' ? 1 : -1)]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}
