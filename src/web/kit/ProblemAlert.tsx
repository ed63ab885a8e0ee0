/** Says why something could not be done, in the server's own words when it spoke, and offers another try when it did not. */
import { Alert, Button, type GetRef } from 'antd'
import { useEffect, useRef } from 'react'
import { ProblemReply } from '#web/api.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'

const texts = defineTexts({
  offline: {
    zh: '连接不上服务器，请检查网络后重试。',
    en: 'The server cannot be reached. Check the connection and try again.',
    ru: 'Нет связи с сервером. Проверьте подключение и повторите попытку.',
  },
  retry: { zh: '重试', en: 'Try again', ru: 'Повторить' },
})

interface ProblemAlertProps {
  readonly problem: Error | null
  readonly onRetry?: (() => void) | undefined
}

/** The server's own words where it spoke, each wrong field's included. */
export function useProblemWords(): (problem: Error) => string {
  const t = useTexts(texts)
  return (problem) => {
    if (!(problem instanceof ProblemReply)) return t('offline')
    return [problem.message, ...problem.faults.map(({ detail }) => detail)].join(' · ')
  }
}

/** It comes into sight when it comes: the button that was pressed may stand far below it. */
export function ProblemAlert({ problem, onRetry }: ProblemAlertProps) {
  const t = useTexts(texts)
  const alert = useRef<GetRef<typeof Alert>>(null)
  useEffect(() => {
    if (problem !== null) alert.current?.nativeElement.scrollIntoView({ block: 'nearest' })
  }, [problem])
  if (problem === null) return null
  const faults = problem instanceof ProblemReply ? problem.faults : []
  return (
    <Alert
      ref={alert}
      className="problem"
      type="error"
      showIcon
      role="alert"
      title={problem instanceof ProblemReply ? problem.message : t('offline')}
      description={
        faults.length > 0 && (
          <ul>
            {faults.map((fault) => (
              <li key={fault.pointer + fault.code}>{fault.detail}</li>
            ))}
          </ul>
        )
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('retry')}
          </Button>
        )
      }
    />
  )
}
