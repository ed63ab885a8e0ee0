/** Asks one witness, C2SP tlog-witness `add-checkpoint`: one request, a bounded answer, a bounded time. */

const ANSWER_BYTES_MAX = 65_536
const ANSWER_MS_MAX = 5_000

export type WitnessReply =
  | { readonly kind: 'cosigned'; readonly lines: string }
  /** It has seen another size than the one it was asked to go on from. */
  | { readonly kind: 'other_size'; readonly size: number }
  /** It holds that our checkpoint does not continue what it saw. */
  | { readonly kind: 'inconsistent' }
  | { readonly kind: 'failed'; readonly why: string }

export async function askWitness(
  url: string,
  body: string,
  stopped: AbortSignal,
): Promise<WitnessReply> {
  try {
    const response = await fetch(`${url}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'error',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_MS_MAX)]),
    })
    return readReply(response.status, await readText(response))
  } catch (error) {
    const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException }
    return { kind: 'failed', why: cause?.code ?? cause?.message ?? message }
  }
}

function readReply(status: number, text: string): WitnessReply {
  if (status === 200) return { kind: 'cosigned', lines: text }
  if (status === 422) return { kind: 'inconsistent' }
  if (status === 409 && /^(0|[1-9]\d{0,14})\n$/.test(text))
    return { kind: 'other_size', size: Number(text) }
  return { kind: 'failed', why: `HTTP ${status}` }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let [text, length] = ['', 0]
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > ANSWER_BYTES_MAX) throw new Error(`answer longer than ${ANSWER_BYTES_MAX} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
