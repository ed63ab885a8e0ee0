/** What was asked of the server: a skeleton until it is there, a refusal with another try when it is not, then what it is for. */
import type { UseQueryResult } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { ProblemAlert } from './ProblemAlert.tsx'

interface AskedProps<Reply> {
  readonly asked: Pick<UseQueryResult<Reply>, 'data' | 'error' | 'refetch'>
  /** Called once there is a reply. What was once there stays, though a later try was refused. */
  readonly children: (reply: Reply) => ReactNode
  /** Lines of the skeleton. */
  readonly rows?: number
}

export function Asked<Reply>({
  asked: { data, error, refetch },
  children,
  rows,
}: AskedProps<Reply>) {
  if (data !== undefined) return children(data)
  if (error !== null) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  return <Skeleton active {...(rows !== undefined && { paragraph: { rows } })} />
}
