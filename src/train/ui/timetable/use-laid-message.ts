/** Says in passing what laying out did: trains made, changed and cancelled, and days on which somebody must decide. */
import { App } from 'antd'
import type { LaidOut } from '#train/timetable-contract.ts'
import { useTexts } from '#web/i18n.ts'
import { timetableTexts } from './timetable-texts.ts'

export function useLaidMessage(): (laid: LaidOut) => void {
  const t = useTexts(timetableTexts)
  const { message } = App.useApp()
  return ({ made, changed, cancelled, left }) => {
    const differs = left.filter(({ why }) => why !== 'too_late').length
    void message.success(t('laid', { made, changed, cancelled }))
    if (differs > 0) void message.warning(t('left', { count: differs }), 6)
  }
}
