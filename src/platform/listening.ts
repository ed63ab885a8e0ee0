/** Hears what the database notifies: all channels of a process over one connection, which is made anew when it is lost. */
import pg from 'pg'

const RECONNECT_MS = 500

type OnPayload = (payload: string) => void

export interface Listening {
  /**
   * Hears `NOTIFY channel` from when this returns; gives back the way to stop. An empty payload, at first and after a lost
   * connection, says that something may have been missed. Throws what keeps the first connection from being made.
   */
  listen(channel: string, onPayload: OnPayload): Promise<() => Promise<void>>
  close(): Promise<void>
}

export function openListening(url: string): Listening {
  const heard = new Map<string, Set<OnPayload>>()
  let connection: Promise<pg.Client> | undefined
  let retry: NodeJS.Timeout | undefined

  /** One that fails says so twice, by its promise and by its end: it is replaced once, or they would double. */
  const lost = (which: Promise<pg.Client>): void => {
    if (connection !== which) return
    connection = undefined
    if (heard.size > 0) retry = setTimeout(reconnect, RECONNECT_MS)
  }
  const connected = (): Promise<pg.Client> => {
    if (connection) return connection
    clearTimeout(retry)
    const client = new pg.Client({ connectionString: url, keepAlive: true })
    const made = client.connect().then(() => client)
    connection = made
    client.on('error', () => undefined)
    client.on('end', () => lost(made))
    client.on('notification', ({ channel, payload }) => {
      for (const onPayload of heard.get(channel) ?? []) onPayload(payload ?? '')
    })
    made.catch(() => lost(made))
    return made
  }
  const hear = (client: pg.Client, channel: string) =>
    client.query(`listen ${pg.escapeIdentifier(channel)}`)
  const reconnect = (): void => {
    if (heard.size === 0) return
    void connected()
      .then(async (client) => {
        for (const channel of heard.keys()) await hear(client, channel)
        for (const listeners of heard.values()) for (const onPayload of listeners) onPayload('')
      })
      // Its end has it tried again.
      .catch(() => undefined)
  }
  const forget = (channel: string, onPayload: OnPayload): void => {
    const listeners = heard.get(channel)
    listeners?.delete(onPayload)
    if (listeners?.size === 0) heard.delete(channel)
  }
  const close = async (): Promise<void> => {
    clearTimeout(retry)
    heard.clear()
    const open = connection
    connection = undefined
    await open?.then((client) => client.end()).catch(() => undefined)
  }

  return {
    async listen(channel, onPayload) {
      // A function of its own, so that the same one may listen twice.
      const listener: OnPayload = (payload) => onPayload(payload)
      heard.set(channel, (heard.get(channel) ?? new Set()).add(listener))
      try {
        await hear(await connected(), channel)
      } catch (error) {
        forget(channel, listener)
        throw error
      }
      onPayload('')
      return async () => {
        forget(channel, listener)
        if (heard.size === 0) return close()
        if (heard.has(channel)) return
        const client = await connection?.catch(() => undefined)
        await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined)
      }
    },
    close,
  }
}
