/** Sends mail through the installation's SMTP server. The only file that knows nodemailer. */
import { createTransport } from 'nodemailer'

export interface Mail {
  /** Becomes the Message-ID: a mail that was sent twice after a kill is known by it. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mailer {
  /** Throws what the mail server said when it did not take the mail. */
  send(mail: Mail): Promise<void>
  close(): void
}

const TIMEOUT_MS = 20_000

/** `smtpUrl`: `smtp://user:password@host:587` or `smtps://…`; may hold a secret, so it is never shown. */
export function openMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport(smtpUrl, { from })
  const domain = from.replace(/^.*@|>.*$/g, '')
  return {
    async send({ id, to, subject, text }) {
      const sending = transport.sendMail({
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${domain}>`,
        // No answer by a machine is wanted: holiday notes stay away (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      const late = AbortSignal.timeout(TIMEOUT_MS)
      await Promise.race([
        sending,
        new Promise<never>((_, fail) => {
          late.addEventListener('abort', () => fail(new Error('the mail server did not answer')))
        }),
      ])
    },
    close: () => transport.close(),
  }
}
