/** What a link shows, kept current: asked once, moved by the stream, asked again when something else has changed. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { FleetMoves } from '#journey/fleet-contract.ts'
import { shareApi, type Shared } from '#journey/share-contract.ts'
import { call } from '#web/api.ts'

const REOPEN_MS = 5_000
const ContainerIds = z.array(z.string())

type SharedLine = 'opening' | 'live' | 'lost'

export type Looking =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly shared: Shared; readonly line: SharedLine }
  | { readonly state: 'over'; readonly problem: Error }

export function useShared(token: string): Looking {
  const client = useQueryClient()
  const [looking, setLooking] = useState<Looking>({ state: 'opening' })
  useEffect(() => {
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let isGone = false
    const ask = (again: 'true' | 'false') =>
      call(shareApi.open, { params: { token }, query: { again } }).then(
        (shared) => {
          if (!isGone) setLooking((before) => withShared(before, shared))
          return true
        },
        (problem: Error) => {
          if (!isGone) setLooking({ state: 'over', problem })
          return false
        },
      )
    const say = (line: SharedLine) => setLooking((before) => withLine(before, line))
    const follow = () => {
      const opened = new EventSource(`/api/shared/${encodeURIComponent(token)}/stream`)
      source = opened
      opened.addEventListener('attached', () => {
        say('live')
        // What moved between the first answer and now.
        void ask('true')
      })
      opened.addEventListener('moved', ({ data }: MessageEvent<string>) => {
        const moves = FleetMoves.parse(JSON.parse(data))
        setLooking((before) => moved(before, moves))
      })
      opened.addEventListener('changed', ({ data }: MessageEvent<string>) => {
        ContainerIds.parse(JSON.parse(data))
        void ask('true')
        void client.invalidateQueries({ queryKey: [shareApi.way.path] })
      })
      opened.addEventListener('over', () => {
        opened.close()
        void ask('true')
      })
      opened.addEventListener('error', () => {
        say('lost')
        // What has moved meanwhile is asked for; and a link that is over is answered so.
        opened.close()
        timer = setTimeout(
          () => void ask('true').then((isOpen) => isOpen && !isGone && follow()),
          REOPEN_MS,
        )
      })
    }
    void ask('false').then((isOpen) => isOpen && !isGone && follow())
    return () => {
      isGone = true
      clearTimeout(timer)
      source?.close()
    }
  }, [token, client])
  return looking
}

/** An answer may have been overtaken by the stream: of two places the later counts. */
function withShared(before: Looking, shared: Shared): Looking {
  if (before.state !== 'open') return { state: 'open', shared, line: 'opening' }
  const known = new Map(before.shared.containers.map(({ containerId, fix }) => [containerId, fix]))
  const containers = shared.containers.map((one) => {
    const fix = known.get(one.containerId)
    return fix && fix[2] > (one.fix?.[2] ?? 0) ? { ...one, fix } : one
  })
  return { ...before, shared: { ...shared, containers } }
}

function withLine(before: Looking, line: SharedLine): Looking {
  return before.state === 'open' ? { ...before, line } : before
}

function moved(looking: Looking, moves: FleetMoves): Looking {
  if (looking.state !== 'open') return looking
  const fixes = new Map<string, FleetMoves[number][1]>(moves)
  const containers = looking.shared.containers.map((one) => ({
    ...one,
    fix: fixes.get(one.containerId) ?? one.fix,
  }))
  return { ...looking, shared: { ...looking.shared, containers } }
}
