/** What the operator may decide about a request: accept it, ask its shipper for a correction, reject it. */
import type { BookingId } from '#booking/contract.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { slotApi } from '#booking/slot-contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import { commandsOpenTo } from '#booking/states.ts'
import { useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { DecisionButtons } from './DecisionButtons.tsx'

interface RequestDecisionsProps {
  readonly request: {
    readonly id: BookingId
    readonly state: BookingState
    readonly findings: readonly Finding[]
  }
}

export function RequestDecisions({ request }: RequestDecisionsProps) {
  const mayAct = useMayAct('operator')
  const { run, running, problem } = useCommand(slotApi.decide)
  const open = commandsOpenTo(request.state, 'operator')
  if (!mayAct || !open.includes('reject')) return null
  const params = { bookingId: request.id }
  const accept = (reason: string | undefined) =>
    void run({ params, body: { decision: 'accept', ...(reason && { reason }) } })
  const askUpdate = (reason: string) =>
    void run({ params, body: { decision: 'ask_update', reason } })
  return (
    <DecisionButtons
      running={running}
      problem={problem}
      findings={request.findings}
      onReject={(reason) => void run({ params, body: { decision: 'reject', reason } })}
      {...(open.includes('accept') && { onAccept: accept })}
      {...(open.includes('ask_update') && { onAskUpdate: askUpdate })}
    />
  )
}
