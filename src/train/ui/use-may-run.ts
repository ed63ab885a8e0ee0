/** Whether the reader runs this line: its operator, with a role that may act. */
import type { ServiceSummary } from '#train/contract.ts'
import { useMayAct, useSession } from '#web/session.ts'

export function useMayRun(service: Pick<ServiceSummary, 'operatorId'>): boolean {
  const { organisation } = useSession()
  const mayAct = useMayAct('operator')
  return mayAct && service.operatorId === organisation.id
}
