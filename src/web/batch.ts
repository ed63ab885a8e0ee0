/**
 * The same command for many, one after the other: each is done or refused for itself, and what became of it is kept beside its name.
 * Tried again, a command carries the key it had, so that nothing is done twice.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newIntent } from '#web/api.ts'

export interface BatchItem {
  readonly id: string
  /** As its row calls it. */
  readonly name: string
}

export interface Outcome extends BatchItem {
  readonly state: 'waiting' | 'done' | 'refused'
  /** Why the server refused it. */
  readonly problem: Error | null
  readonly note: string | null
}

export interface BatchResult {
  /** False where there was nothing to do it to; a refusal of the server is thrown. */
  readonly isDone: boolean
  readonly note: string | null
}

export type BatchWork = (item: BatchItem, idempotencyKey: string) => Promise<BatchResult>

export interface Batch {
  /** None before it begins. */
  readonly outcomes: readonly Outcome[]
  readonly running: boolean
  /** Those that are not done yet, when it is run again. */
  readonly run: (items: readonly BatchItem[], work: BatchWork) => Promise<void>
}

export function useBatch(): Batch {
  const client = useQueryClient()
  const keys = useRef(new Map<string, string>())
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([])
  const [running, setRunning] = useState(false)
  const settle = ({ id }: BatchItem, what: Pick<Outcome, 'state' | 'problem' | 'note'>) =>
    setOutcomes((before) => before.map((one) => (one.id === id ? { ...one, ...what } : one)))
  const run: Batch['run'] = async (items, work) => {
    const known = new Map(outcomes.map((one) => [one.id, one]))
    const due = items.filter(({ id }) => known.get(id)?.state !== 'done')
    const waiting = { state: 'waiting', problem: null, note: null } as const
    setOutcomes(
      items.map((item) =>
        due.includes(item)
          ? { ...item, ...waiting }
          : (known.get(item.id) ?? { ...item, ...waiting }),
      ),
    )
    setRunning(true)
    for (const item of due) {
      const key = keys.current.get(item.id) ?? newIntent()
      keys.current.set(item.id, key)
      try {
        const { isDone, note } = await work(item, key)
        settle(item, { state: isDone ? 'done' : 'refused', problem: null, note })
      } catch (error) {
        settle(item, { state: 'refused', problem: error as Error, note: null })
      }
    }
    setRunning(false)
    await client.invalidateQueries()
  }
  return { outcomes, running, run }
}
