/**
 * Endpoints as hooks: a question is cached and shared between screens, a list grows page by page, a command is sent once
 * however often its button is pressed, and refreshes what is on the screen when it is done.
 */
import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useRef } from 'react'
import type { z } from 'zod'
import type { AnyEndpoint } from '#kernel/endpoint.ts'
import type { Page } from '#kernel/page.ts'
import { call, newIntent, ProblemReply, type CallRequest } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'

export type ReplyOf<E extends AnyEndpoint> = z.output<E['reply']>

const RETRIES_MAX = 2

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal will be the same the second time; only a lost connection is worth another try.
      retry: (failures, error) => !(error instanceof ProblemReply) && failures < RETRIES_MAX,
    },
  },
})

interface AskOptions<E extends AnyEndpoint> {
  readonly params?: z.input<E['params']>
  readonly query?: z.input<E['query']>
  readonly enabled?: boolean
  readonly refetchEveryMs?: number
}

/** Names are answered in the person's language, so the language is part of the question. */
function queryKey<E extends AnyEndpoint>(endpoint: E, asked: AskOptions<E> = {}) {
  return [endpoint.path, asked.params ?? {}, asked.query ?? {}, currentLocale()] as const
}

export function useAsk<E extends AnyEndpoint>(endpoint: E, asked: AskOptions<E> = {}) {
  return useQuery({
    queryKey: queryKey(endpoint, asked),
    queryFn: ({ signal }) =>
      call(endpoint, { params: asked.params, query: asked.query, signal } as CallRequest<E>),
    enabled: asked.enabled ?? true,
    ...(asked.refetchEveryMs === undefined ? {} : { refetchInterval: asked.refetchEveryMs }),
  })
}

type ItemOf<E extends AnyEndpoint> = ReplyOf<E> extends Page<infer Item> ? Item : never

export interface Listing<Item> {
  readonly items: readonly Item[]
  readonly loading: boolean
  readonly problem: Error | null
  readonly hasMore: boolean
  readonly loadMore: () => void
  readonly loadingMore: boolean
  readonly reload: () => void
}

/** A cursor-paged list. What was shown stays on the screen while a new filter is being answered. */
export function useListing<E extends AnyEndpoint>(
  endpoint: E,
  asked: AskOptions<E> = {},
): Listing<ItemOf<E>> {
  const pages = useInfiniteQuery({
    queryKey: queryKey(endpoint, asked),
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        ...(asked.query as object),
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      }
      const reply = await call(endpoint, { params: asked.params, query, signal } as CallRequest<E>)
      return reply as Page<ItemOf<E>>
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled: asked.enabled ?? true,
    ...(asked.refetchEveryMs === undefined ? {} : { refetchInterval: asked.refetchEveryMs }),
  })
  return {
    items: pages.data?.pages.flatMap((page) => page.items) ?? [],
    loading: pages.isPending && asked.enabled !== false,
    problem: pages.error,
    hasMore: pages.hasNextPage,
    loadMore: () => void pages.fetchNextPage(),
    loadingMore: pages.isFetchingNextPage,
    reload: () => void pages.refetch(),
  }
}

export interface Command<E extends AnyEndpoint> {
  /** Resolves with the reply, or with undefined when it was refused (see `problem`) or is already on its way. */
  readonly run: (
    request?: Pick<CallRequest<E>, 'params' | 'body'>,
  ) => Promise<ReplyOf<E> | undefined>
  readonly running: boolean
  readonly problem: Error | null
  readonly reset: () => void
}

/**
 * A command with its intent: the same request sent again after a lost connection carries the same Idempotency-Key, a changed one
 * a new key, and a second press while the first is under way is not sent at all.
 */
export function useCommand<E extends AnyEndpoint>(
  endpoint: E,
  onDone?: (reply: ReplyOf<E>) => void,
): Command<E> {
  const client = useQueryClient()
  const intent = useRef({ request: '', key: '', underWay: false })
  const mutation = useMutation({
    mutationFn: (request: Pick<CallRequest<E>, 'params' | 'body'>) => {
      const written = JSON.stringify(request)
      if (intent.current.request !== written) {
        intent.current = { request: written, key: newIntent(), underWay: true }
      }
      return call(endpoint, { ...request, idempotencyKey: intent.current.key })
    },
    onSuccess: async (reply) => {
      intent.current.request = ''
      onDone?.(reply)
      await client.invalidateQueries()
    },
  })
  return {
    run: async (request = {}) => {
      if (intent.current.underWay) return undefined
      intent.current.underWay = true
      return mutation
        .mutateAsync(request)
        .catch(() => undefined)
        .finally(() => {
          intent.current.underWay = false
        })
    },
    running: mutation.isPending,
    problem: mutation.error,
    reset: mutation.reset,
  }
}
