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
  let retry: NodeJS.Timeout | undefined
  const connection = oneConnection(url, {
    onNotified({ channel, payload }) {
      for (const onPayload of heard.get(channel) ?? []) onPayload(payload ?? '')
    },
    onLost() {
      if (heard.size > 0) retry = setTimeout(() => void reconnect(), RECONNECT_MS)
    },
  })
  const hear = (client: pg.Client, channel: string) =>
    client.query(`listen ${pg.escapeIdentifier(channel)}`)
  const reconnect = async (): Promise<void> => {
    if (heard.size === 0) return
    try {
      const client = await connection.made()
      for (const channel of heard.keys()) await hear(client, channel)
    } catch {
      // Its end has it tried again.
      return
    }
    for (const listeners of heard.values()) for (const onPayload of listeners) onPayload('')
  }
  const forget = (channel: string, onPayload: OnPayload): void => {
    const listeners = heard.get(channel)
    listeners?.delete(onPayload)
    if (listeners?.size === 0) heard.delete(channel)
  }
  const close = async (): Promise<void> => {
    clearTimeout(retry)
    heard.clear()
    await connection.close()
  }

  return {
    async listen(channel, onPayload) {
      // A function of its own, so that the same one may listen twice.
      const listener: OnPayload = (payload) => onPayload(payload)
      heard.set(channel, (heard.get(channel) ?? new Set()).add(listener))
      try {
        await hear(await connection.made(), channel)
      } catch (error) {
        forget(channel, listener)
        throw error
      }
      onPayload('')
      return async () => {
        forget(channel, listener)
        if (heard.size === 0) return close()
        if (!heard.has(channel)) await connection.say(`unlisten ${pg.escapeIdentifier(channel)}`)
      }
    },
    close,
  }
}

/** Made when it is asked for, and again when it is asked for after it was lost. */
function oneConnection(
  url: string,
  on: { onNotified(message: pg.Notification): void; onLost(): void },
) {
  let current: Promise<pg.Client> | undefined
  /** One that fails says so twice, by its promise and by its end: it is replaced once, or they would double. */
  const lost = (which: Promise<pg.Client>): void => {
    if (current !== which) return
    current = undefined
    on.onLost()
  }
  return {
    made(): Promise<pg.Client> {
      if (current) return current
      const client = new pg.Client({ connectionString: url, keepAlive: true })
      const made = client.connect().then(() => client)
      current = made
      client.on('error', () => undefined)
      client.on('end', () => lost(made))
      client.on('notification', (message) => on.onNotified(message))
      made.catch(() => lost(made))
      return made
    },
    /** On the connection that there is; one that is lost needs to be told nothing. */
    async say(statement: string): Promise<void> {
      await current?.then((client) => client.query(statement)).catch(() => undefined)
    },
    async close(): Promise<void> {
      const open = current
      current = undefined
      await open?.then((client) => client.end()).catch(() => undefined)
    },
  }
}
